package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules for judged programs: the standard rules without the parts of the kernel that compilers
 * and interpreters do not use and exploits often do.
 */
final class GraderRules {

  private static final int AF_UNIX = 1;
  private static final int ENOLCK = 37;

  /** F_SETLK, F_SETLKW, F_OFD_SETLK and F_OFD_SETLKW. */
  private static final int[] RECORD_LOCKS = {6, 7, 37, 38};

  static final List<SyscallRule> ALL = all();

  private GraderRules() {}

  private static List<SyscallRule> all() {
    List<SyscallRule> rules = new ArrayList<>(StandardRules.ALL);
    rules.add(StandardRules.refused("socket", int32(0).isNot(AF_UNIX)));
    // No cgroup counts record locks, and no limit bounds them.
    for (int command : RECORD_LOCKS) {
      rules.add(
          new SyscallRule("fcntl", SyscallAction.errno(ENOLCK), List.of(int32(1).is(command))));
    }
    SyscallGroup.IPC.names().forEach(name -> rules.add(StandardRules.refused(name)));
    // Callers of these copy the bytes or poll if the kernel has no such call.
    for (String name : List.of("splice", "tee", "inotify_init", "inotify_init1")) {
      rules.add(new SyscallRule(name, SyscallAction.ENOSYS));
    }
    return List.copyOf(rules);
  }
}
