package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.linux.files.CallerFiles;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.sys.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The three standard descriptors of a program, and the JVM's ends of those that are pipes. {@link
 * #close} closes the program's descriptors only.
 */
public final class StdioWiring implements AutoCloseable {

  private static final int S_IFMT = 0170000;
  private static final int S_IFIFO = 0010000;
  private static final int S_IFDIR = 0040000;
  private static final int S_IFBLK = 0060000;

  private final Native kernel;
  private final CallerFiles files;
  private final InheritedStdio inherited;
  private final Plan plan;
  private final boolean root;

  /** The descriptors to close, without those that the JVM itself uses. */
  private final List<Integer> owned = new ArrayList<>();

  private final List<Integer> program = new ArrayList<>();
  private final int[] jvmEnds = {-1, -1, -1};
  private final List<PipeRelay> relays = new ArrayList<>();
  private @Nullable Object relayedOutput;
  private volatile InheritedStdio.@Nullable Loan loan;

  private StdioWiring(Native kernel, InheritedStdio inherited, Plan plan, boolean root) {
    this.kernel = kernel;
    this.files = new CallerFiles(kernel);
    this.inherited = inherited;
    this.plan = plan;
    this.root = root;
  }

  /**
   * Opens the descriptors that a command asks for.
   *
   * @param inherited the JVM's own descriptors
   * @param root whether the JVM is root, so that the payload's uid differs from its own
   */
  public static StdioWiring open(
      Native kernel, InheritedStdio inherited, Plan plan, boolean root, Command command)
      throws SandboxException {
    StdioWiring wiring = new StdioWiring(kernel, inherited, plan, root);
    boolean opened = false;
    try {
      wiring.connect(command);
      opened = true;
      return wiring;
    } catch (SandboxException e) {
      throw e;
    } catch (IOException e) {
      throw new SandboxException(
          "a standard descriptor of the program cannot be opened: " + e.getMessage(), e);
    } finally {
      if (!opened) {
        wiring.abandon();
      }
    }
  }

  /** Returns the descriptors that the program gets as 0, 1 and 2; this object owns them. */
  public List<Integer> program() {
    return program;
  }

  /**
   * Returns the JVM's end of descriptor 0, 1 or 2, or -1 if it is no pipe or was handed over. This
   * object owns it.
   */
  public int jvmEnd(int number) {
    return jvmEnds[number];
  }

  /**
   * Gives up the JVM's end of descriptor 0, 1 or 2, which has another owner by now. Needs no heap,
   * so that no descriptor is without an owner when the heap is full.
   */
  public void handOver(int number) {
    int fd = jvmEnds[number];
    for (int i = 0; i < 3; i++) {
      if (jvmEnds[i] == fd) { // a terminal has the same descriptor for all three
        jvmEnds[i] = -1;
      }
    }
  }

  /** Closes the JVM's copies of the program's descriptors. */
  @Override
  public void close() {
    owned.forEach(kernel::close);
    owned.clear();
  }

  /** Closes both ends of every pipe, after a start that failed. */
  public void abandon() {
    close();
    for (int i = 0; i < 3; i++) {
      kernel.close(jvmEnd(i));
      handOver(i);
    }
    var unused = finish();
  }

  /** Sets the action that ends the room, for when the JVM ends first. */
  public void killedBy(Runnable action) {
    InheritedStdio.Loan current = loan;
    if (current != null) {
      current.killedBy(action);
    }
  }

  /**
   * Restores the JVM's own descriptors, after the room has ended.
   *
   * @return a future that completes when the whole output of the program was passed on
   */
  public CompletableFuture<Void> finish() {
    InheritedStdio.Loan current = loan;
    if (current != null) {
      current.close();
    }
    return CompletableFuture.allOf(
        relays.stream().map(PipeRelay::finish).toArray(CompletableFuture<?>[]::new));
  }

  private void connect(Command command) throws IOException {
    Terminal terminal = command.terminal();
    if (terminal != null) {
      terminal(terminal);
    } else {
      connect(0, command.stdin());
      connect(1, command.stdout());
      connect(2, command.stderr());
    }
  }

  private void connect(int number, Stdio stdio) throws IOException {
    if (stdio instanceof Stdio.Pipe) {
      pipe(number);
    } else if (stdio instanceof Stdio.Inherit) {
      inherit(number);
    } else if (stdio instanceof Stdio.Null) {
      empty(number);
    } else if (stdio instanceof Stdio.SameAsStdout) {
      program.add(program.get(1));
    } else if (stdio instanceof Stdio.Bytes bytes) {
      own(kernel.sealedMemory("kotha-stdin", bytes.toByteArray()));
    } else if (stdio instanceof Stdio.ReadFile file) {
      own(files.read(file.path(), "use Stdio.NULL, Stdio.bytes(...) or Stdio.PIPE"));
    } else if (stdio instanceof Stdio.WriteFile file) {
      own(files.write(file.path(), "use Stdio.NULL, Stdio.INHERIT or Stdio.PIPE"));
    } else if (stdio instanceof Stdio.PipeSource source) {
      own(chowned(LinuxSandboxPipe.of(source.pipe()).takeReadEnd()));
    } else if (stdio instanceof Stdio.PipeSink sink) {
      own(chowned(LinuxSandboxPipe.of(sink.pipe()).takeWriteEnd()));
    }
  }

  private void own(int fd) {
    owned.add(fd);
    program.add(fd);
  }

  private static long attribute(Path file, String name) throws IOException {
    return ((Number) Files.getAttribute(file, "unix:" + name)).longValue();
  }

  private void empty(int number) throws IOException {
    own(kernel.open("/dev/null", number == 0 ? 0 : 1, 0));
  }

  private void inherit(int number) throws IOException {
    if (!inherited.file(number).isInherited()) {
      empty(number);
      return;
    }
    Path link = Path.of("/proc/self/fd", Integer.toString(number));
    long type = attribute(link, "mode") & S_IFMT;
    if (type == S_IFDIR || type == S_IFBLK) {
      throw new IOException(
          "descriptor "
              + number
              + " of the JVM is a "
              + (type == S_IFDIR ? "directory" : "block device")
              + ", which no program may inherit; use Stdio.NULL");
    }
    boolean pipe = type == S_IFIFO;
    if (root && pipe && (int) attribute(link, "uid") != (int) plan.ids().hostUid()) {
      relay(number, List.of(attribute(link, "dev"), attribute(link, "ino")));
    } else {
      if (loan == null) {
        loan = inherited.lend();
      }
      program.add(number);
    }
  }

  /**
   * Connects the program to an inherited pipe that it may not open by name.
   *
   * @param identity of the pipe: if stdout and stderr share one, their order must be kept
   */
  private void relay(int number, Object identity) throws IOException {
    if (number == 2 && identity.equals(relayedOutput)) {
      program.add(program.get(1));
      return;
    }
    PipeRelay relay =
        number == 0 ? PipeRelay.input(kernel, number) : PipeRelay.output(kernel, number);
    relays.add(relay);
    if (number == 1) {
      relayedOutput = identity;
    }
    int fd = relay.takeProgramEnd();
    own(fd);
    chowned(fd);
  }

  private void pipe(int number) throws IOException {
    int[] ends = kernel.pipe();
    boolean input = number == 0;
    jvmEnds[number] = ends[input ? 1 : 0];
    owned.add(ends[input ? 0 : 1]);
    program.add(chowned(ends[input ? 0 : 1]));
  }

  /**
   * Gives a pipe to the payload's uid, so that the program can open /dev/stdout by name. Called
   * only for pipes that Kotha made.
   */
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
    jvmEnds[0] = jvmEnds[1] = pair[0];
  }
}
