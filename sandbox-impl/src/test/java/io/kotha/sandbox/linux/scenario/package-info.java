/** Which test shows which scenario and trap, and the table that proves that none is missing. */
@org.jspecify.annotations.NullMarked
package io.kotha.sandbox.linux.scenario;
