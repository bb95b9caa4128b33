package io.kotha.sandbox.linux.wire;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** A command as {@code struct kt_command}, its tables and its pool. */
public final class CommandEncoder {

  private static final int TERMINAL = 1;
  private static final int WARN = 2;

  private CommandEncoder() {}

  /**
   * Encodes what the payload is to become, and the files it first writes.
   *
   * @param plan with the program's limits
   */
  public static byte[] encode(Command command, List<CopyIn> copies, Plan plan) {
    WireBuffer block = new WireBuffer();
    block.reserve(Wire.COMMAND_SIZE);
    List<String> env = new ArrayList<>();
    command.env().forEach((key, value) -> env.add(key + "=" + value));
    PlanEncoder.strings(block, 24, command.argv());
    PlanEncoder.strings(block, 32, env);
    PlanEncoder.strings(block, 40, programs(command));
    block.text(48, command.workingDirectory());
    int table = block.table(56, copies.size(), Wire.COPY_SIZE);
    for (int i = 0; i < copies.size(); i++) {
      block.text(table + i * Wire.COPY_SIZE, copies.get(i).target());
      block.u32(table + i * Wire.COPY_SIZE + 8, copies.get(i).mode());
    }
    List<Plan.Rlimit> rlimits = plan.rlimits();
    int limits = block.table(64, rlimits.size(), Wire.RLIMIT_SIZE);
    for (int i = 0; i < rlimits.size(); i++) {
      block.u32(limits + i * Wire.RLIMIT_SIZE, rlimits.get(i).resource());
      block.u64(limits + i * Wire.RLIMIT_SIZE + 8, rlimits.get(i).value());
    }
    RequestEncoder.times(block, 72, plan.clocks());
    int flags = (command.terminal() != null ? TERMINAL : 0) | (plan.clocks().warns() ? WARN : 0);
    head(block, block.size(), flags, 0);
    return block.toByteArray();
  }

  /** The head alone of a command that travels in a memory file. */
  public static byte[] inFile(int commandSize) {
    WireBuffer block = new WireBuffer();
    block.reserve(Wire.COMMAND_SIZE);
    head(block, commandSize, 0, 1);
    return block.toByteArray();
  }

  private static void head(WireBuffer block, int size, int flags, int inFile) {
    block.u32(0, Wire.MAGIC).u32(4, Wire.VERSION).u32(8, size).u32(12, flags).u32(16, inFile);
  }

  /** Where the program may be: a name without a slash is looked for along PATH, as execvp does. */
  static List<String> programs(Command command) {
    String program = command.argv().get(0);
    if (program.indexOf('/') >= 0) {
      return List.of(program);
    }
    List<String> candidates = new ArrayList<>();
    for (String directory :
        command.env().getOrDefault("PATH", Command.DEFAULT_PATH).split(":", -1)) {
      candidates.add((directory.isEmpty() ? "." : directory) + "/" + program);
    }
    return candidates;
  }
}
