/**
 * Which test makes which attack of the catalogue, and the page that proves that none is missing.
 */
@org.jspecify.annotations.NullMarked
package io.kotha.sandbox.linux.attack;
