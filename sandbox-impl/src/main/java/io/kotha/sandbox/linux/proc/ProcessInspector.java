package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.InspectionException.Reason;
import io.kotha.sandbox.inspect.NamespaceInfo;
import io.kotha.sandbox.inspect.ProcessCapabilities;
import io.kotha.sandbox.inspect.ProcessNamespaces;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads the namespaces and capabilities of processes. Each process is read between two looks at its
 * start time, so that a pid which another process gets meanwhile is noticed.
 */
public final class ProcessInspector {

  static final String OWN = "self/stat";

  private final ProcFiles files;

  ProcessInspector(ProcFiles files) {
    this.files = files;
  }

  /** Returns the inspector of this host's {@code /proc}. */
  public static ProcessInspector ofHost() {
    return new ProcessInspector(ProcFiles.ofHost());
  }

  /**
   * Lists the namespaces of all processes that the JVM may look at.
   *
   * @throws UnsupportedHostException if {@code /proc} is not mounted
   * @throws SandboxException if {@code /proc} cannot be read
   */
  public List<NamespaceInfo> namespaces() throws SandboxException {
    requireProc(files);
    List<NamespaceTable.Member> members = new ArrayList<>();
    for (long pid : pids()) {
      try {
        members.add(consistent(pid, stat -> member(pid, stat)));
      } catch (InspectionException e) {
        // The process has ended since, or is another user's: the list has neither.
      }
    }
    return NamespaceTable.of(members);
  }

  private List<Long> pids() throws SandboxException {
    try {
      return files.pids();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads the row of a process. A zombie has left all namespaces but two, and counts in those. */
  private NamespaceTable.Member member(long pid, ProcStat stat) throws IOException {
    Map<Namespace, Long> inodes = inodes(pid);
    return new NamespaceTable.Member(
        pid, status(pid).uid(), CommandName.shown(stat.name()), inodes);
  }

  /**
   * Reads the namespaces of a process.
   *
   * @throws InspectionException if the process has ended or may not be looked at
   * @throws SandboxException if {@code /proc} cannot be read
   */
  public ProcessNamespaces namespacesOf(long pid) throws SandboxException {
    return consistent(
        pid,
        stat -> {
          Map<Namespace, Long> inodes = inodes(pid);
          Map<Namespace, Long> forChildren = new EnumMap<>(Namespace.class);
          for (Namespace type : List.of(Namespace.PID, Namespace.TIME)) {
            OptionalLong inode = inode(pid, type, type.procName() + "_for_children");
            if (inode.isPresent() && !Long.valueOf(inode.getAsLong()).equals(inodes.get(type))) {
              forChildren.put(type, inode.getAsLong());
            }
          }
          requireAlive(pid);
          return new ProcessNamespaces(pid, inodes, forChildren);
        });
  }

  /**
   * Reads the capability sets of a process.
   *
   * @throws InspectionException if the process has ended or may not be looked at
   * @throws SandboxException if {@code /proc} cannot be read
   */
  public ProcessCapabilities capabilitiesOf(long pid) throws SandboxException {
    return consistent(
        pid,
        stat -> {
          ProcStatus status = status(pid);
          requireAlive(pid);
          return new ProcessCapabilities(
              pid,
              status.inheritable(),
              status.permitted(),
              status.effective(),
              status.bounding(),
              status.ambient());
        });
  }

  /** A function that reads files of one process. */
  private interface Reading<T> {
    T read(ProcStat stat) throws IOException;
  }

  /**
   * Reads a process between two looks at its start time, and tells the reasons of a failure apart.
   * The JDK does not keep the errno, but its exceptions differ: {@link NoSuchFileException} is
   * ENOENT, {@link AccessDeniedException} is EACCES, any other {@link FileSystemException} is a
   * refusal to open a file, such as EPERM or EMFILE, and the rest are failures to read an open one,
   * such as ESRCH.
   */
  private <T> T consistent(long pid, Reading<T> reading) throws SandboxException {
    try {
      ProcStat before = stat(pid);
      T value = reading.read(before);
      if (stat(pid).startTicks() != before.startTicks()) {
        throw new InspectionException(pid, Reason.GONE, null); // another process has the pid by now
      }
      return value;
    } catch (InspectionException e) {
      throw e;
    } catch (NoSuchFileException e) {
      requireProc(files);
      throw new InspectionException(pid, Reason.GONE, e);
    } catch (IOException e) {
      // The link of a process that ended since is EACCES: proc_ns_readlink in fs/proc/namespaces.c.
      if (!files.exists(Long.toString(pid))) {
        throw new InspectionException(pid, Reason.GONE, e);
      }
      // EPERM is the refusal of a /proc with hidepid=noaccess. EMFILE and the like hit any file.
      if (e instanceof AccessDeniedException
          || (e instanceof FileSystemException && isReadable(files, OWN))) {
        throw new InspectionException(pid, Reason.DENIED, e);
      }
      throw unreadable(e);
    }
  }

  static boolean isReadable(ProcFiles files, String path) {
    try {
      files.text(path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static void requireProc(ProcFiles files) throws UnsupportedHostException {
    if (!files.exists(OWN)) {
      throw new UnsupportedHostException(
          List.of(
              new Missing(
                  "proc", "/proc is not mounted, or not of Linux", "mount -t proc proc /proc")));
    }
  }

  private void requireAlive(long pid) throws IOException {
    if (stat(pid).isZombie()) {
      throw new InspectionException(pid, Reason.GONE, null);
    }
  }

  private ProcStat stat(long pid) throws IOException {
    String path = pid + "/stat";
    return ProcStat.parse(files.text(path)).orElseThrow(() -> malformed(path));
  }

  private ProcStatus status(long pid) throws IOException {
    String path = pid + "/status";
    return ProcStatus.parse(files.text(path)).orElseThrow(() -> malformed(path));
  }

  /** Reads the namespaces; the kernel may have been built without some of them. */
  private Map<Namespace, Long> inodes(long pid) throws IOException {
    Map<Namespace, Long> inodes = new EnumMap<>(Namespace.class);
    for (Namespace type : Namespace.values()) {
      inode(pid, type, type.procName()).ifPresent(inode -> inodes.put(type, inode));
    }
    return inodes;
  }

  /** Reads a link; empty if there is none, as for a new pid namespace without a process. */
  private OptionalLong inode(long pid, Namespace type, String name) throws IOException {
    String path = pid + "/ns/" + name;
    String link;
    try {
      link = files.link(path);
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
    OptionalLong inode = NamespaceLink.inode(type, link);
    if (inode.isEmpty()) {
      throw malformed(path);
    }
    return inode;
  }

  static IOException malformed(String path) {
    return new IOException("/proc/" + path + " has an unknown format");
  }

  static SandboxException unreadable(IOException e) {
    return new SandboxException("/proc cannot be read: " + e.getMessage(), e);
  }
}
