package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules that a room adds to its policy, because of what the room can reach. They hold whatever
 * the policy grants. Immutable.
 *
 * <p>A room with {@link SyscallPolicy#none()} gets them only if it has {@link Trait#HOST_FILES}, as
 * each room of an ordinary user has.
 *
 * @param traits what the room can reach
 */
public record RoomRules(Set<Trait> traits) {

  private static final int AF_NETLINK = 16;
  private static final int EINVAL = 22;
  private static final int ENOMEM = 12;
  private static final int MAP_HUGETLB = 0x40000;
  private static final int MFD_HUGETLB = 4;
  private static final int SHM_HUGETLB = 04000;

  /** A property of a room that needs rules. */
  public enum Trait {
    /**
     * The room can change files that outlive it: a writable bind mount, a persistent rootfs or, for
     * an ordinary user, files given as standard descriptors. These are not known when the room gets
     * its filter, so each room of an ordinary user has this trait. The room then cannot create
     * set-user-ID, set-group-ID or device files, with which any user of the host could get the
     * privileges of the file's owner. {@code openat2} and io_uring, which take the mode from
     * memory, get {@code ENOSYS}.
     */
    HOST_FILES,
    /**
     * The room has a network namespace of its own and no {@code CAP_NET_ADMIN} to configure it. It
     * then cannot create netlink sockets, whose buffers no cgroup counts.
     */
    OWN_NETWORK,
    /**
     * The program has the uid of the room's init, as all rooms of an ordinary user without id
     * ranges. It then cannot limit, trace or reschedule init, whose end is the room's.
     */
    UID_OF_INIT,
    /** The room has no limit on huge pages, which no other limit counts. It then gets none. */
    NO_HUGE_PAGES
  }

  /** Copies the traits. */
  public RoomRules {
    traits = Set.copyOf(traits);
  }

  /** Returns a policy with the rules of this room, which override those of the policy. */
  public SyscallPolicy addTo(SyscallPolicy policy) {
    if (policy.isNone() && !traits.contains(Trait.HOST_FILES)) {
      return policy;
    }
    List<SyscallRule> rules = new ArrayList<>(policy.rules());
    rules().filter(rule -> !isRefused(rule, policy)).forEach(rules::add);
    return rules.size() == policy.rules().size()
        ? policy
        : new SyscallPolicy(policy.name(), policy.defaultAction(), policy.unknown(), rules);
  }

  private Stream<SyscallRule> rules() {
    Stream<SyscallRule> ofTraits =
        Stream.of(Trait.values()).filter(traits::contains).flatMap(RoomRules::rules);
    return Stream.concat(StandardRules.LEASES.stream(), ofTraits);
  }

  private static Stream<SyscallRule> rules(Trait trait) {
    return switch (trait) {
      case HOST_FILES ->
          Stream.concat(
              PrivilegedFiles.REFUSED.stream(),
              PrivilegedFiles.HIDDEN_MODES.stream()
                  .map(name -> new SyscallRule(name, SyscallAction.ENOSYS)));
      case OWN_NETWORK -> Stream.of(StandardRules.refused("socket", int32(0).is(AF_NETLINK)));
      case UID_OF_INIT -> StandardRules.reachToInit();
      case NO_HUGE_PAGES ->
          Stream.of(
              refused("mmap", ENOMEM, int32(3).hasAnyOf(MAP_HUGETLB)),
              refused("memfd_create", EINVAL, int32(1).hasAnyOf(MFD_HUGETLB)),
              refused("shmget", ENOMEM, int32(2).hasAnyOf(SHM_HUGETLB)));
    };
  }

  private static SyscallRule refused(String syscall, int errno, ArgumentCondition condition) {
    return new SyscallRule(syscall, SyscallAction.errno(errno), List.of(condition));
  }

  /**
   * Returns whether the policy refuses, with this or a stricter answer, whatever the rule refuses:
   * it has no rule that lets the call pass, or it has the same conditions after the last such rule.
   */
  private static boolean isRefused(SyscallRule rule, SyscallPolicy policy) {
    List<SyscallRule> rules = policy.rules();
    for (int i = rules.size() - 1; i >= 0; i--) {
      SyscallRule other = rules.get(i);
      if (other.syscall().equals(rule.syscall())) {
        if (refuses(other.action())) {
          if (other.isUnconditional() || other.conditions().equals(rule.conditions())) {
            return true;
          }
        } else if (!isDisjoint(other, rule)) {
          return false;
        }
      }
    }
    return refuses(policy.defaultAction());
  }

  private static boolean refuses(SyscallAction action) {
    return action instanceof SyscallAction.Errno
        || action instanceof SyscallAction.Kill
        || action instanceof SyscallAction.Trap;
  }

  /** Returns whether no call meets the conditions of both rules, as far as one look can tell. */
  private static boolean isDisjoint(SyscallRule one, SyscallRule other) {
    return one.conditions().stream()
        .anyMatch(condition -> other.conditions().contains(condition.negated()));
  }
}
