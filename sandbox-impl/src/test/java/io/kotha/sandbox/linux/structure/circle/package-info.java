/** Classes that depend on each other in a circle, for the test of the rules. */
@org.jspecify.annotations.NullMarked
package io.kotha.sandbox.linux.structure.circle;
