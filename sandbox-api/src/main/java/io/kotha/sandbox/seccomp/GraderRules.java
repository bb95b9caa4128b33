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

  static final List<SyscallRule> ALL = all();

  private GraderRules() {}

  private static List<SyscallRule> all() {
    List<SyscallRule> rules = new ArrayList<>(StandardRules.ALL);
    rules.add(StandardRules.refused("socket", int32(0).isNot(AF_UNIX)));
    SyscallGroup.IPC.names().forEach(name -> rules.add(StandardRules.refused(name)));
    // Callers of these copy the bytes or poll if the kernel has no such call.
    for (String name : List.of("splice", "tee", "inotify_init", "inotify_init1")) {
      rules.add(new SyscallRule(name, SyscallAction.ENOSYS));
    }
    return List.copyOf(rules);
  }
}
