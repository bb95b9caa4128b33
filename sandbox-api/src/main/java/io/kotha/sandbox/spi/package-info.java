/**
 * The one thing a provider implements. Users never need it.
 *
 * <p>A provider is found by {@link java.util.ServiceLoader} and handed plain data: what the fluent
 * description holds, not the description itself.
 */
@NullMarked
package io.kotha.sandbox.spi;

import org.jspecify.annotations.NullMarked;
