package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules for foreign code that reads, computes and writes: what compilers and interpreters need,
 * less the parts of the kernel that they never ask and exploits often do.
 */
final class GraderRules {

  private static final int AF_UNIX = 1;

  static final List<SyscallRule> ALL = all();

  private GraderRules() {}

  private static List<SyscallRule> all() {
    List<SyscallRule> rules = new ArrayList<>(StandardRules.ALL);
    rules.add(StandardRules.refused("socket", int32(0).isNot(AF_UNIX)));
    SyscallGroup.IPC.names().forEach(name -> rules.add(StandardRules.refused(name)));
    // Pages handed from pipe to pipe; whoever asks copies when told that there is no such call.
    for (String name : List.of("splice", "tee", "inotify_init", "inotify_init1")) {
      rules.add(new SyscallRule(name, SyscallAction.ENOSYS));
    }
    return List.copyOf(rules);
  }
}
