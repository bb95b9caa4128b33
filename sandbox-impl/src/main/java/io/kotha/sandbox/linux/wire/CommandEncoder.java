package io.kotha.sandbox.linux.wire;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Encodes a command as {@code struct kt_command} with its tables and its pool. */
public final class CommandEncoder {

  /** The most strings of a table, {@code MAX_STRINGS} of the helper. */
  private static final int MAX_STRINGS = 65_536;

  /** The most paths at which a program is searched. */
  private static final int MAX_PROGRAMS = 256;

  private static final int E2BIG = 7;

  private CommandEncoder() {}

  /**
   * Requires that the helper accepts the number of arguments, variables and directories in PATH.
   *
   * @throws IllegalArgumentException naming the limit and the number
   */
  public static void requireAccepted(Command command) {
    atMost(MAX_STRINGS, command.argv().size(), "arguments");
    atMost(MAX_STRINGS, command.env().size(), "variables in its environment");
    atMost(MAX_PROGRAMS, programs(command).size(), "directories in PATH");
  }

  private static void atMost(int most, int count, String things) {
    if (count > most) {
      throw new IllegalArgumentException(
          "a command has at most %d %s, not %d".formatted(most, things, count));
    }
  }

  /**
   * Encodes the program to execute, and the files to copy in before.
   *
   * @param plan the plan with the program's limits
   * @throws SetupException if the command is larger than {@link Wire#MAX_REQUEST}
   */
  public static byte[] encode(Command command, List<CopyIn> copies, Plan plan)
      throws SetupException {
    try {
      return block(command, copies, plan);
    } catch (WireBuffer.FullException e) {
      throw new SetupException(
          SetupStep.COMMAND,
          0,
          command.argv().get(0),
          E2BIG,
          "E2BIG",
          "the arguments and the environment have "
              + e.getMessage()
              + ": shorten them, or pass a file with copyIn(...)");
    }
  }

  /** Encodes files to copy in, without a program. */
  public static byte[] encodeCopies(List<CopyIn> copies) {
    WireBuffer block = new WireBuffer();
    block.reserve(Layout.Command.SIZEOF);
    PlanEncoder.strings(block, Layout.Command.ARGV, List.of("copy"));
    PlanEncoder.strings(block, Layout.Command.ENV, List.of());
    PlanEncoder.strings(block, Layout.Command.PROGRAMS, List.of("copy"));
    block.text(Layout.Command.DIRECTORY, "/");
    copies(block, copies);
    rlimits(block, List.of());
    head(block, block.size(), Wire.COPY, 0);
    return block.toByteArray();
  }

  private static byte[] block(Command command, List<CopyIn> copies, Plan plan) {
    WireBuffer block = new WireBuffer();
    block.reserve(Layout.Command.SIZEOF);
    List<String> env = new ArrayList<>();
    command.env().forEach((key, value) -> env.add(key + "=" + value));
    PlanEncoder.strings(block, Layout.Command.ARGV, command.argv());
    PlanEncoder.strings(block, Layout.Command.ENV, env);
    PlanEncoder.strings(block, Layout.Command.PROGRAMS, programs(command));
    block.text(Layout.Command.DIRECTORY, command.workingDirectory());
    copies(block, copies);
    rlimits(block, plan.rlimits());
    RequestEncoder.times(block, Layout.Command.TIMES, plan.clocks());
    int flags =
        (command.terminal() != null ? Wire.TERMINAL : 0) | (plan.clocks().warns() ? Wire.WARN : 0);
    head(block, block.size(), flags, 0);
    return block.toByteArray();
  }

  /** Encodes the message that announces a command in a memory file. */
  public static byte[] inFile(int commandSize) {
    WireBuffer block = new WireBuffer();
    block.reserve(Layout.Command.SIZEOF);
    head(block, commandSize, 0, 1);
    return block.toByteArray();
  }

  private static void copies(WireBuffer block, List<CopyIn> copies) {
    int table = block.table(Layout.Command.COPIES, copies.size(), Layout.Copy.SIZEOF);
    for (int i = 0; i < copies.size(); i++) {
      int at = table + i * Layout.Copy.SIZEOF;
      block.text(at + Layout.Copy.TARGET, copies.get(i).target());
      block.u32(at + Layout.Copy.MODE, copies.get(i).mode());
    }
  }

  private static void rlimits(WireBuffer block, List<Plan.Rlimit> rlimits) {
    int table = block.table(Layout.Command.RLIMITS, rlimits.size(), Layout.Rlimit.SIZEOF);
    for (int i = 0; i < rlimits.size(); i++) {
      int at = table + i * Layout.Rlimit.SIZEOF;
      block.u32(at + Layout.Rlimit.RESOURCE, rlimits.get(i).resource());
      block.u64(at + Layout.Rlimit.VALUE, rlimits.get(i).value());
    }
  }

  private static void head(WireBuffer block, int size, int flags, int inFile) {
    block
        .u32(Layout.Command.MAGIC, Wire.MAGIC)
        .u32(Layout.Command.VERSION, Wire.VERSION)
        .u32(Layout.Command.SIZE, size)
        .u32(Layout.Command.FLAGS, flags)
        .u32(Layout.Command.IN_FILE, inFile);
  }

  /**
   * Returns the paths to try: for a name without a slash, along PATH, as {@code execvp(3)} does.
   */
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
