package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules that a room adds to its policy, because of what the room can reach. They hold whatever
 * the policy grants. Immutable.
 *
 * <p>A room with {@link SyscallPolicy#none()} gets the rules on files and leases only if it can
 * write to the host's files, and no other rules.
 *
 * @param hostFiles whether the room can write to files that outlive it: a writable bind mount or a
 *     persistent rootfs. The room then cannot create set-user-ID, set-group-ID or device files,
 *     with which any user of the host could get the privileges of the file's owner. {@code openat2}
 *     and io_uring, which take the mode from memory, get {@code ENOSYS}
 * @param ownNetwork whether the room has a network namespace of its own and no {@code
 *     CAP_NET_ADMIN} to configure it. The room then cannot create netlink sockets, whose buffers no
 *     cgroup counts
 */
public record RoomRules(boolean hostFiles, boolean ownNetwork) {

  private static final int AF_NETLINK = 16;

  /** Returns a policy with the rules of this room, which override those of the policy. */
  public SyscallPolicy addTo(SyscallPolicy policy) {
    if (policy.isNone() && !hostFiles) {
      return policy;
    }
    List<SyscallRule> rules = new ArrayList<>(policy.rules());
    rules().filter(rule -> !isRefused(rule, policy)).forEach(rules::add);
    return rules.size() == policy.rules().size()
        ? policy
        : new SyscallPolicy(policy.name(), policy.defaultAction(), policy.unknown(), rules);
  }

  private Stream<SyscallRule> rules() {
    Stream<SyscallRule> network =
        ownNetwork
            ? Stream.of(StandardRules.refused("socket", int32(0).is(AF_NETLINK)))
            : Stream.of();
    Stream<SyscallRule> hidden =
        PrivilegedFiles.HIDDEN_MODES.stream()
            .map(name -> new SyscallRule(name, SyscallAction.ENOSYS));
    Stream<SyscallRule> files =
        hostFiles ? Stream.concat(PrivilegedFiles.REFUSED.stream(), hidden) : Stream.of();
    return Stream.of(StandardRules.LEASES.stream(), network, files).flatMap(rules -> rules);
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
