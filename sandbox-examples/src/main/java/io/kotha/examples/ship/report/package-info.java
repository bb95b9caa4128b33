/** Exit statuses, sentences and reports of how a program ended. */
@NullMarked
package io.kotha.examples.ship.report;

import org.jspecify.annotations.NullMarked;
