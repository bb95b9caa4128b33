package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rules against kernel memory that no cgroup counts and that few programs need. {@code
 * docs/kernel-objects.md} has the figures.
 */
final class UncountedMemory {

  private static final int IPPROTO_TCP = 6;
  private static final int TCP_MD5SIG = 14;
  private static final int TCP_MD5SIG_EXT = 32;
  private static final int TCP_AO_ADD_KEY = 38;

  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_2292PKTOPTIONS = 6;
  private static final int IPV6_FLOWLABEL_MGR = 32;

  private static final int E2BIG = 7;

  /**
   * The size from which on an extended attribute is refused. The kernel keeps the access control
   * list of a file on tmpfs, one such attribute, in memory that no cgroup counts: up to 64 KiB for
   * each file, which itself counts for about 1 KiB. Below 256 bytes, 31 entries, it takes 512.
   */
  private static final long TOO_BIG = 256;

  /** The calls that set an extended attribute, and whose size a filter can read. */
  static final List<String> ATTRIBUTE_CALLS = List.of("setxattr", "lsetxattr", "fsetxattr");

  /** The condition that an attribute is small enough. */
  static final ArgumentCondition SMALL_ATTRIBUTE = int64(3).isBelow(TOO_BIG);

  static final List<SyscallRule> REFUSED =
      Stream.of(largeAttributes(), socketOptions()).flatMap(rules -> rules).toList();

  private UncountedMemory() {}

  /** Answers E2BIG, which setxattr(2) documents for a value that is too large. */
  private static Stream<SyscallRule> largeAttributes() {
    List<ArgumentCondition> large = List.of(SMALL_ATTRIBUTE.negated());
    return Stream.concat(
        ATTRIBUTE_CALLS.stream()
            .map(name -> new SyscallRule(name, SyscallAction.errno(E2BIG), large)),
        // Its size is in memory, which a filter cannot read. It is new in Linux 6.13.
        Stream.of(new SyscallRule("setxattrat", SyscallAction.ENOSYS)));
  }

  /**
   * Refuses keys of TCP-MD5 and TCP-AO (up to 128 KiB a socket), the obsolete IPv6 options of RFC
   * 2292 (64 KiB a socket), and IPv6 flow labels, of which the host has 4,096
   * (net/ipv6/ip6_flowlabel.c).
   */
  private static Stream<SyscallRule> socketOptions() {
    return Stream.concat(
        refused(IPPROTO_TCP, TCP_MD5SIG, TCP_MD5SIG_EXT, TCP_AO_ADD_KEY),
        refused(IPPROTO_IPV6, IPV6_2292PKTOPTIONS, IPV6_FLOWLABEL_MGR));
  }

  private static Stream<SyscallRule> refused(int level, int... options) {
    return IntStream.of(options)
        .mapToObj(option -> List.of(int32(1).is(level), int32(2).is(option)))
        .map(conditions -> new SyscallRule("setsockopt", SyscallAction.EPERM, conditions));
  }
}
