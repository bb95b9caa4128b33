/** System call policies: rules, actions, presets, emulation and learning. */
@NullMarked
package io.kotha.sandbox.seccomp;

import org.jspecify.annotations.NullMarked;
