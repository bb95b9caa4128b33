package io.kotha.sandbox;

import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.ProcessNamespaces;
import io.kotha.sandbox.inspect.RoomProcess;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.stats.LiveRoom;
import io.kotha.sandbox.stats.RoomStats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A room that lives until it is closed, and runs any number of programs, 64 of them at once. {@link
 * Sandbox#open} opens it. What one program leaves in {@code /tmp} and other writable places, the
 * next one finds. Safe for use by many threads.
 *
 * <p>Each program is isolated as one that {@link Sandbox#start(Command)} starts, and has limits,
 * clocks, a verdict and usage of its own. Its processes end with it, also those that it left in the
 * background. Programs of one room see each other's files and processes. They are not to be of
 * different trust: only Landlock, where the kernel has it, keeps one from signalling another.
 *
 * <p>The sandbox's limits of memory, processes, processors and I/O hold twice: for each program,
 * and for all programs of the room together. Its limits of time, output and single processes hold
 * for each program. A program may get other limits. They replace all limits of the sandbox for this
 * program, so derive them from {@link #limits}; those of the room as a whole stay. {@link #update}
 * changes the limits of the room while it lives.
 *
 * <p>The root, the binds, the limits and the files to copy in are read when the room is opened. The
 * room ends when it is closed, when its JVM ends, or when its first process dies; that is its
 * keeper, which starts the programs. When the keeper dies, the verdict of running programs is
 * {@link Verdict.Lost}. A room holds the resources of a live room: one process, a cgroup, host ids.
 *
 * <pre>{@code
 * try (SandboxRoom room = sandbox.open()) {
 *   room.run("gcc", "-o", "/tmp/a.out", "/box/a.c");
 *   SandboxResult r = room.run("/tmp/a.out");
 * }
 * }</pre>
 */
public interface SandboxRoom extends AutoCloseable {

  /**
   * Returns the id of the room: the {@link LiveRoom#id} of {@link SandboxEngine#rooms}, where it is
   * listed as {@link LiveRoom.Use#SESSION}. {@link SandboxEngine#kill} with this id acts as {@link
   * #close}. A room that has ended keeps its id. {@link #reset} gives the room another id.
   */
  long id();

  /** Returns the name that {@link Sandbox#name} gave the room; empty if none. */
  Optional<String> name();

  /**
   * Returns what the programs of the room use together now, and have used since the room was opened
   * or reset. It reads files of the room's cgroups, as {@link SandboxProcess#stats} does; a figure
   * that cannot be read is empty. On cgroup v2 the room's first process counts as well.
   *
   * @throws IllegalStateException if the room has ended
   */
  RoomStats stats();

  /** Returns the limits of the room: those of its sandbox, or of the last {@link #update}. */
  Limits limits();

  /**
   * Replaces the limits of the room while it lives. Those of memory, processes, processors and I/O
   * hold from now on for all programs together. All of them, also those of time, output and single
   * processes, are from now on the limits of each program that starts without limits of its own.
   * Take {@link #limits} and change a copy. A room that is {@link #reset} keeps its new limits.
   *
   * <p>A program that runs keeps its own limits; {@link SandboxProcess#update} changes those. The
   * room's lower limit bounds it as well. On cgroup v1 the kernel does not accept a processor rate
   * below that of a program that runs, nor processors and memory nodes that do not include those of
   * such a program.
   *
   * <p>The update is atomic: if the kernel refuses one value, the values already written are
   * restored. Waits for programs that are being started, and so at most for the set-up time.
   *
   * <p>If the room uses more than a new memory limit, cgroup v2 reclaims memory and then kills: in
   * the end also the room's first process, and with it the room. v1 refuses the limit with {@code
   * EBUSY}.
   *
   * @throws IllegalArgumentException naming the limit that differs but is fixed once a room is
   *     built: {@link Limits#fallback}, whole cores
   * @throws UnsupportedOperationException naming the cgroup controllers for which this room has no
   *     cgroup. A limit on io, huge pages, processors or nodes can be changed, but neither added
   *     nor removed. On v1 a memory limit with {@link MemoryLimits.OomKill#ROOM} cannot be added
   * @throws UnsupportedHostException if this host cannot enforce a limit
   * @throws SetupException if the kernel refuses a value, step {@link SetupStep#CGROUP_WRITE}
   * @throws IllegalStateException if the room has ended
   */
  void update(Limits limits) throws SandboxException;

  /** Starts a program; see {@link #start(Command)}. */
  default SandboxProcess start(String... argv) throws SandboxException {
    return start(Command.of(argv));
  }

  /**
   * Copies files into the room, with the ids and the rights of its programs. A file that exists is
   * overwritten, if a program could do so. Returns when the files are there; other programs of the
   * room may read a file while it is written.
   *
   * @param files at most 246
   * @throws SetupException if a file cannot be written; those before it were
   * @throws SandboxException if the content of a file cannot be read
   * @throws IllegalStateException if the room has ended or is frozen
   */
  void copyIn(CopyIn... files) throws SandboxException;

  /**
   * Starts a program in the room. Returns when {@code execve(2)} has succeeded.
   *
   * @throws SetupException if the program cannot be executed, or if 64 programs run already
   * @throws IllegalStateException if the room has ended or is frozen
   */
  SandboxProcess start(Command command) throws SandboxException;

  /**
   * Starts a program with limits of its own, which replace the room's.
   *
   * @throws UnsupportedHostException if the room was opened without what a limit needs; set such a
   *     limit in the sandbox, too
   * @throws SandboxException as {@link #start(Command)}
   * @throws IllegalStateException as {@link #start(Command)}
   */
  SandboxProcess start(Limits limits, Command command) throws SandboxException;

  /** Runs a program to its end; see {@link #run(Command)}. */
  default SandboxResult run(String... argv) throws SandboxException, InterruptedException {
    return run(Command.of(argv));
  }

  /**
   * Runs a program to its end, as {@link Sandbox#run(Command)} does in a room of its own. An
   * interrupt kills the program.
   *
   * @throws SandboxException as {@link #start(Command)}
   * @throws InterruptedException if the calling thread is interrupted while it waits
   * @throws IllegalStateException as {@link #start(Command)}
   */
  default SandboxResult run(Command command) throws SandboxException, InterruptedException {
    return SandboxResult.await(runAsync(command));
  }

  /**
   * Runs a program to its end, with limits of its own, which replace the room's.
   *
   * @throws SandboxException as {@link #start(Limits, Command)}
   * @throws InterruptedException if the calling thread is interrupted while it waits
   * @throws IllegalStateException as {@link #start(Command)}
   */
  default SandboxResult run(Limits limits, Command command)
      throws SandboxException, InterruptedException {
    return SandboxResult.await(runAsync(limits, command));
  }

  /**
   * Runs a program to its end. Returns once the program runs. If a caller completes or cancels the
   * future, the program is killed.
   *
   * @throws SandboxException as {@link #start(Command)}
   * @throws IllegalStateException as {@link #start(Command)}
   */
  CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException;

  /**
   * Runs a program with limits of its own, which replace the room's.
   *
   * @throws SandboxException as {@link #start(Limits, Command)}
   * @throws IllegalStateException as {@link #start(Command)}
   */
  CompletableFuture<SandboxResult> runAsync(Limits limits, Command command) throws SandboxException;

  /**
   * Returns the processes of the room by increasing pid, as {@code docker top} does: the room's
   * first process with pid 1, which is Kotha's own, and those of the programs. {@link
   * RoomProcess#parent} makes them a tree. Processes that wait to be reaped, zombies, are not
   * listed.
   *
   * <p>The list reads four small files of {@code /proc} for each process, some 0.1 ms, while the
   * processes run. A process that ends meanwhile is left out, and so may be one that starts. The
   * kernel locks the memory of a process to read its arguments: a process that waits for a bound
   * file system that does not answer can make the call wait, too.
   *
   * <p>The first process is not listed to an ordinary user whose {@code /proc} has the mount option
   * {@code hidepid}, nor on a host without cgroup v2 while no program runs.
   *
   * @throws UnsupportedHostException if {@code /proc} is not mounted
   * @throws SandboxException if {@code /proc} cannot be read, as in a JVM without free descriptors
   * @throws IllegalStateException if the room has ended
   */
  List<RoomProcess> processes() throws SandboxException;

  /**
   * Returns the namespaces of the room: those of its first process. All programs share them, unless
   * they keep the capability to leave them. A JVM of an ordinary user may not look at the first
   * process, so it reads those of a program that runs.
   *
   * @throws InspectionException with reason {@code DENIED} if the JVM is not root and no program
   *     runs
   * @throws SandboxException as {@link #processes}
   * @throws IllegalStateException if the room has ended
   */
  ProcessNamespaces namespaces() throws SandboxException;

  /**
   * Stops every process of the programs until {@link #thaw}. Returns when all of them are stopped.
   * It freezes the group of each program, {@code cgroup.freeze} of cgroup v2, and not the room's
   * first process: a frozen room can still end programs and be closed or reset. {@link
   * SandboxProcess#freeze} describes what a frozen program can and cannot do.
   *
   * <p>A frozen room starts no program and takes no file, because neither would end before the
   * thaw. Waits for programs that are being started, and so at most for the set-up time. Has no
   * effect if the room is frozen. A room that was reset is not frozen.
   *
   * @throws UnsupportedHostException if the room has no cgroup in a v2 tree
   * @throws SandboxException if a process is not stopped after five seconds, because it is in an
   *     uninterruptible wait in the kernel; all programs then continue to run
   * @throws IllegalStateException if the room has ended
   */
  void freeze() throws SandboxException;

  /**
   * Continues every process of the programs, also of a program that {@link SandboxProcess#freeze}
   * has stopped. Does not wait until they are scheduled. Has no effect if no program is frozen.
   *
   * @throws UnsupportedHostException if the room has no cgroup in a v2 tree
   * @throws IllegalStateException if the room has ended
   */
  void thaw() throws SandboxException;

  /**
   * Sends a signal to every process of every program, but not to the room's first process; {@code
   * pidfd_send_signal(2)}. Does nothing if no program runs. {@link SandboxProcess#signal} reaches a
   * single program without its children.
   *
   * <p>A process that is forked during the call may miss the signal, unless it is SIGKILL or
   * SIGSTOP. To end a program with all its processes, close it.
   *
   * @param number signal number, 1 to 64
   * @throws IllegalArgumentException if the number is out of range
   * @throws SandboxException if the kernel refuses to signal a process, or the JVM has no file
   *     descriptor left; some processes may have got the signal
   * @throws IllegalStateException if the room has ended
   */
  void signal(int number) throws SandboxException;

  /**
   * Makes the room as new. It kills all programs, waits until no process of the room is left, and
   * goes on with a room that is built anew: other namespaces, file systems in memory, cgroups and
   * host ids. What a program wrote to a writable bind or a persistent root stays, and nothing else.
   * The files of {@link Sandbox#copyIn} are read and copied again.
   *
   * <p>From the first call on, the next room is built ahead, and holds its resources until the room
   * is closed. A room with a name or with whole cores is built when it is needed instead.
   *
   * <p>Programs that start meanwhile wait, and run in the new room.
   *
   * @throws SandboxException if a process cannot be ended within the set-up time, or the new room
   *     cannot be built; the room is then closed
   * @throws IllegalStateException if the room has ended
   */
  void reset() throws SandboxException;

  /**
   * Closes the room once no program has run for a time, as {@link #close} does. The time begins
   * with this call, and again with the end of each program, {@link #copyIn} and {@link #reset}. A
   * program that runs keeps the room open, also one that is frozen. A later call replaces the time.
   * Without a call, the room stays open.
   *
   * @param time more than 0
   * @throws IllegalArgumentException if the time is not more than 0
   * @throws IllegalStateException if the room has ended
   */
  void closeWhenIdle(Duration time);

  /** Returns whether the room can run programs: it was not closed, and its first process lives. */
  boolean isOpen();

  /**
   * Kills all programs and ends the room. Does not wait; has no effect on a room that has ended.
   * The programs' verdict is {@link Verdict.Killed}.
   */
  @Override
  void close();
}
