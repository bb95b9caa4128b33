/** Tests of {@link io.kotha.sandbox.linux.cgroup}. */
@NullMarked
package io.kotha.sandbox.linux.cgroup;

import org.jspecify.annotations.NullMarked;
