/**
 * The interface between the API and the provider that builds rooms. Users of the API never need it.
 *
 * <p>{@link java.util.ServiceLoader} finds the provider. It gets plain data, a {@link
 * io.kotha.sandbox.spi.SandboxSpec}, rather than the fluent description that holds it.
 */
@NullMarked
package io.kotha.sandbox.spi;

import org.jspecify.annotations.NullMarked;
