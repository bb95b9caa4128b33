/** Argument checks that the packages of the API share. Not exported. */
@NullMarked
package io.kotha.sandbox.internal;

import org.jspecify.annotations.NullMarked;
