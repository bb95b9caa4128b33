package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.InspectionException.Reason;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.NamespaceFds;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.sys.PseudoFile;
import io.kotha.sandbox.spi.EntrySpec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process whose namespaces a program enters. The JVM opens the namespaces, so that the kernel
 * checks the privileges of the JVM, and so that they stay the same when the process ends.
 */
public final class EntryTarget implements AutoCloseable {

  /** The order in which the helper takes the descriptors. */
  private static final List<Namespace> ORDER =
      List.of(
          Namespace.USER,
          Namespace.PID,
          Namespace.MOUNT,
          Namespace.NET,
          Namespace.UTS,
          Namespace.IPC,
          Namespace.CGROUP,
          Namespace.TIME);

  private final Native kernel;
  private final NamespaceFds namespaces;
  private final long pid;
  private final Map<Namespace, Integer> joined = new EnumMap<>(Namespace.class);

  /** The user namespace above that of the process; -1 if that one is made in the JVM's. */
  private int above = -1;

  private final Facts facts;

  private EntryTarget(Native kernel, long pid, Set<Namespace> wanted) throws IOException {
    this.kernel = kernel;
    this.namespaces = new NamespaceFds(kernel);
    this.pid = pid;
    boolean complete = false;
    try {
      for (Namespace type : wanted) {
        open(type);
      }
      openAbove();
      this.facts = Facts.read(pid, joined.keySet());
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  /**
   * Opens the namespaces of a process that a program is to enter.
   *
   * @param needsUser whether the kernel demands that the user namespace is entered, too
   * @throws InspectionException if the process has ended or may not be looked at
   * @throws SandboxException if the process has none of these namespaces for itself
   */
  public static EntryTarget open(Native kernel, EntrySpec spec, boolean needsUser)
      throws SandboxException {
    ProcessHandle process = spec.target();
    Set<Namespace> wanted = EnumSet.copyOf(spec.namespaces());
    if (needsUser) {
      wanted.add(Namespace.USER);
    }
    EntryTarget target;
    try {
      target = new EntryTarget(kernel, process.pid(), wanted);
    } catch (IOException e) {
      throw failure(process, e);
    }
    if (!process.isAlive()) { // the pid may be another's
      target.close();
      throw new InspectionException(process.pid(), Reason.GONE, null);
    }
    if (target.joined.keySet().stream().noneMatch(spec.namespaces()::contains)) {
      target.close();
      throw new SandboxException(
          "process "
              + process.pid()
              + " has none of these namespaces for itself, and shares them with the JVM: "
              + spec.namespaces());
    }
    return target;
  }

  private void open(Namespace type) throws IOException {
    int fd;
    try {
      fd = namespaces.open(pid, type.procName());
    } catch (NativeException e) {
      if (e.errno() == Errno.ENOENT && ProcFiles.ofHost().exists("self/ns/" + type.procName())) {
        throw new InspectionException(pid, Reason.GONE, e);
      } else if (e.errno() == Errno.ENOENT) {
        return; // the kernel was built without this type
      }
      throw e;
    }
    boolean own = true;
    try {
      own = namespaces.isOwn(fd, type.procName());
    } finally {
      if (own) {
        kernel.close(fd);
      }
    }
    if (!own) {
      joined.put(type, fd);
    }
  }

  private void openAbove() throws IOException {
    Integer user = joined.get(Namespace.USER);
    OptionalInt parent = user == null ? OptionalInt.empty() : namespaces.parent(user);
    if (parent.isPresent()) {
      above = parent.getAsInt();
      if (namespaces.isOwn(above, Namespace.USER.procName())) {
        kernel.close(above);
        above = -1;
      }
    }
  }

  private static SandboxException failure(ProcessHandle process, IOException e) {
    long pid = process.pid();
    if (e instanceof SandboxException known) {
      return known;
    }
    if (!process.isAlive()) {
      return new InspectionException(pid, Reason.GONE, e);
    }
    boolean refused =
        e instanceof AccessDeniedException
            || (e instanceof NativeException call
                && (call.errno() == Errno.EACCES || call.errno() == Errno.EPERM));
    return refused
        ? new InspectionException(pid, Reason.DENIED, e)
        : new SandboxException("process " + pid + " cannot be entered: " + e.getMessage(), e);
  }

  /** Returns the namespaces that a program enters. */
  public Set<Namespace> namespaces() {
    return Set.copyOf(joined.keySet());
  }

  /** Returns whether the user namespace of the process was made in another one than the JVM's. */
  public boolean hasAbove() {
    return above >= 0;
  }

  /** Returns the descriptors in the order of the helper; this object owns them. */
  public List<Integer> fds() {
    List<Integer> fds = new ArrayList<>();
    if (above >= 0) {
      fds.add(above);
    }
    ORDER.stream().filter(joined::containsKey).map(joined::get).forEach(fds::add);
    return fds;
  }

  /**
   * Returns the ids of the program.
   *
   * @param user the ids that the caller chose; null for those of the process
   * @throws SandboxException if they are not mapped
   */
  public EntryIds ids(@Nullable User user) throws SandboxException {
    return facts.ids().chosen(user);
  }

  /** Returns the offsets of the clocks of the time namespace; null if none is entered. */
  public @Nullable TimeOffsets time() {
    return facts.time();
  }

  /** Returns the cgroups of the process: {@code /proc/PID/cgroup}. */
  public String cgroups() {
    return facts.cgroups();
  }

  /** Contents of files of the process, read before it was seen to be alive. */
  private record Facts(EntryIdText ids, @Nullable TimeOffsets time, String cgroups) {

    static Facts read(long pid, Set<Namespace> joined) throws IOException {
      boolean user = joined.contains(Namespace.USER);
      EntryIdText ids =
          EntryIdText.of(
              text(pid, "status"),
              user ? text(pid, "uid_map") : null,
              user ? text(pid, "gid_map") : null);
      TimeOffsets time =
          joined.contains(Namespace.TIME)
              ? TimeOffsetsText.parse(text(pid, "timens_offsets"))
              : null;
      return new Facts(ids, time, text(pid, "cgroup"));
    }

    private static String text(long pid, String name) throws IOException {
      return PseudoFile.read("/proc/" + pid + "/" + name);
    }
  }

  @Override
  public void close() {
    joined.values().forEach(kernel::close);
    joined.clear();
    kernel.close(above);
    above = -1;
  }
}
