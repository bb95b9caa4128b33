package io.kotha.sandbox.inspect;

import io.kotha.sandbox.Capability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A set of capabilities as the kernel has it: a mask, in which a newer kernel may set bits that
 * {@link Capability} does not name. Immutable.
 *
 * @param mask the bits of {@code linux/capability.h}: the value of a {@code Cap} line of {@code
 *     proc_pid_status(5)}
 */
public record CapabilitySet(long mask) {

  /** Returns the capabilities that {@link Capability} names, in the kernel's order; immutable. */
  public Set<Capability> named() {
    Set<Capability> named = EnumSet.noneOf(Capability.class);
    for (Capability capability : Capability.values()) {
      if (contains(capability)) {
        named.add(capability);
      }
    }
    return Collections.unmodifiableSet(named);
  }

  /** Returns the bits that {@link Capability} does not name; 0 if there are none. */
  public long unnamed() {
    return mask & ~Capability.mask(List.of(Capability.values()));
  }

  /** Returns whether the set has the capability. */
  public boolean contains(Capability capability) {
    return (mask & Objects.requireNonNull(capability, "capability").bit()) != 0;
  }

  /** Returns whether no bit is set. */
  public boolean isEmpty() {
    return mask == 0;
  }

  /** Returns the names, and the numbers of bits without a name, such as {@code [NET_RAW, 41]}. */
  @Override
  public String toString() {
    List<Object> all = new ArrayList<>(named());
    for (long left = unnamed(); left != 0; left &= left - 1) {
      all.add(Long.numberOfTrailingZeros(left));
    }
    return all.toString();
  }
}
