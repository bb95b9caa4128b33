/** Reading of untrusted files: package trees and YAML. */
@NullMarked
package io.kotha.examples.grader.input;

import org.jspecify.annotations.NullMarked;
