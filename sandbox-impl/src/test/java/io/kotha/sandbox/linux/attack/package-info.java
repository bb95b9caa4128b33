/**
 * The attacks of the catalogue, the tests that make them, and the page that lists the results. The
 * package has more than 20 types because each area of attack has one test class beside the classes
 * that record and check the results.
 */
@org.jspecify.annotations.NullMarked
package io.kotha.sandbox.linux.attack;
