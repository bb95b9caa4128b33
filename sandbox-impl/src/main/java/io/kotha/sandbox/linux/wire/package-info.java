/**
 * Pure: encodes plans, commands and requests for the helper, and decodes its reports. {@code
 * wire.h} is the contract.
 */
@NullMarked
package io.kotha.sandbox.linux.wire;

import org.jspecify.annotations.NullMarked;
