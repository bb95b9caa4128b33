package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A program's three descriptors, and the JVM's ends of those that are pipes. Closing it closes the
 * program's; the JVM's own ends stay with whoever took them.
 */
public final class StdioWiring implements AutoCloseable {

  private static final int O_WRONLY_CREAT_TRUNC = 1 | 0100 | 01000;

  private final Native kernel;
  private final Plan plan;
  private final boolean root;
  private final List<Integer> owned = new ArrayList<>();
  private final List<Integer> program = new ArrayList<>();
  private final int[] ours = {-1, -1, -1};

  private StdioWiring(Native kernel, Plan plan, boolean root) {
    this.kernel = kernel;
    this.plan = plan;
    this.root = root;
  }

  /** Opens what the command asks for. */
  public static StdioWiring open(Native kernel, Plan plan, boolean root, Command command)
      throws SandboxException {
    StdioWiring wiring = new StdioWiring(kernel, plan, root);
    try {
      Terminal terminal = command.terminal();
      if (terminal != null) {
        wiring.terminal(terminal);
      } else {
        wiring.connect(0, command.stdin());
        wiring.connect(1, command.stdout());
        wiring.connect(2, command.stderr());
      }
      return wiring;
    } catch (SandboxException e) {
      wiring.abandon();
      throw e;
    } catch (IOException e) {
      wiring.abandon();
      throw new SandboxException("standard descriptors: " + e.getMessage(), e);
    }
  }

  /** What the program gets as 0, 1 and 2. */
  public List<Integer> program() {
    return program;
  }

  /** The JVM's end of descriptor 0, 1 or 2, or -1. */
  int ours(int number) {
    return ours[number];
  }

  /** The same, which is the taker's from now on. */
  public int take(int number) {
    int fd = ours[number];
    for (int i = 0; i < 3; i++) {
      if (ours[i] == fd) { // a terminal is one descriptor for all
        ours[i] = -1;
      }
    }
    return fd;
  }

  /** Closes the program's ends. */
  @Override
  public void close() {
    owned.forEach(kernel::close);
    owned.clear();
  }

  /** Closes both ends: the program was not started. */
  public void abandon() {
    close();
    for (int i = 0; i < 3; i++) {
      if (i == 0 || ours[i] != ours[i - 1]) {
        kernel.close(ours[i]);
      }
      ours[i] = -1;
    }
  }

  private void connect(int number, Stdio stdio) throws IOException {
    if (stdio instanceof Stdio.Pipe) {
      pipe(number);
    } else if (stdio instanceof Stdio.Inherit) {
      program.add(number);
    } else if (stdio instanceof Stdio.Null) {
      own(kernel.open("/dev/null", number == 0 ? 0 : 1, 0));
    } else if (stdio instanceof Stdio.SameAsStdout) {
      program.add(program.get(1));
    } else if (stdio instanceof Stdio.Bytes bytes) {
      own(kernel.sealedMemory("kotha-stdin", bytes.toByteArray()));
    } else if (stdio instanceof Stdio.ReadFile file) {
      own(kernel.open(file.path().toString(), 0, 0));
    } else if (stdio instanceof Stdio.WriteFile file) {
      own(kernel.open(file.path().toString(), O_WRONLY_CREAT_TRUNC, 0644));
    } else if (stdio instanceof Stdio.PipeSource source) {
      own(chowned(LinuxSandboxPipe.of(source.pipe()).takeSource()));
    } else if (stdio instanceof Stdio.PipeSink sink) {
      own(chowned(LinuxSandboxPipe.of(sink.pipe()).takeSink()));
    }
  }

  private void own(int fd) {
    owned.add(fd);
    program.add(fd);
  }

  private void pipe(int number) throws IOException {
    int[] ends = kernel.pipe();
    boolean input = number == 0;
    owned.add(ends[input ? 0 : 1]);
    ours[number] = ends[input ? 1 : 0];
    program.add(chowned(ends[input ? 0 : 1]));
  }

  /** So that the program can open /dev/stdout by name. Only ever a pipe that Kotha made. */
  private int chowned(int fd) throws IOException {
    if (root) {
      kernel.chown(fd, (int) plan.ids().hostUid(), (int) plan.ids().hostGid());
    }
    return fd;
  }

  private void terminal(Terminal terminal) throws IOException {
    int[] pair = Pty.open(kernel, terminal);
    owned.add(pair[1]);
    for (int i = 0; i < 3; i++) {
      program.add(pair[1]);
    }
    ours[0] = ours[1] = pair[0];
  }
}
