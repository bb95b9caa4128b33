/**
 * The scenarios and traps, the tests that show them, and the table that proves that none is
 * missing.
 */
@org.jspecify.annotations.NullMarked
package io.kotha.sandbox.linux.scenario;
