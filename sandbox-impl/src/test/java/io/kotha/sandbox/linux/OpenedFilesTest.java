package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Only {@code CallerFiles} opens files that a caller names. A path of a caller may lead through a
 * directory that a hostile room has written to, so every class that opens, creates or resolves a
 * path is listed here with what it opens.
 */
@AnalyzeClasses(packages = "io.kotha.sandbox", importOptions = DoNotIncludeTests.class)
class OpenedFilesTest {

  private static final String BASE = "io.kotha.sandbox.";

  private static final Map<String, String> OPENING =
      Map.ofEntries(
          Map.entry("linux.files.CallerFiles", "the files of callers"),
          Map.entry(
              "linux.files.CopyOutTask", "files beneath descriptors, in rooms and in targets"),
          Map.entry("linux.files.AddedFiles", "the host's nsswitch.conf and resolv.conf"),
          Map.entry("linux.stdio.PipeRelay", "/dev/null"),
          Map.entry("linux.sys.PrivateExtraction", "a library, in a new private directory"),
          Map.entry("linux.sys.FileCalls", "the calls of these two"),
          Map.entry("linux.sys.Native", "memory files, through /proc/self/fd"),
          Map.entry("linux.sys.NamespaceFds", "links of /proc/PID/ns"),
          Map.entry("linux.sys.PseudoFile", "files of /proc, /sys and cgroupfs"),
          Map.entry("linux.cgroup.CgroupFile", "files of cgroupfs"),
          Map.entry("linux.host.BlockDevices", "links of /sys"),
          Map.entry("linux.ids.LockFile", "lock files"),
          Map.entry("linux.sys.OwnDirectories", "directories of cgroupfs and of lock files"),
          Map.entry("linux.sys.LockCalls", "the calls of LockFile"),
          Map.entry("linux.notify.PendingNotification", "/proc/TID/mem"),
          Map.entry("linux.cgroup.live.GroupLimits", "files of cgroupfs"),
          Map.entry("linux.room.RoomCopy", "/dev/null"),
          Map.entry("linux.stdio.Pty", "/dev/ptmx and /dev/pts"),
          Map.entry("linux.stdio.StdioWiring", "/dev/null"),
          Map.entry("seccomp.SeccompProfile", "a profile, which the caller trusts like code"),
          Map.entry("linux.zygote.HelperBinary", "the helper that the administrator installed"),
          Map.entry("linux.zygote.Spawner", "the helper, in a new private directory"));

  /** Methods that open, create, replace or resolve, by class. */
  private static final Map<String, Set<String>> CALLS =
      Map.of(
          "java.nio.file.Files",
          Set.of(
              "newInputStream",
              "newOutputStream",
              "newByteChannel",
              "newBufferedReader",
              "newBufferedWriter",
              "readAllBytes",
              "readAllLines",
              "readString",
              "lines",
              "write",
              "writeString",
              "copy",
              "move",
              "createFile",
              "createLink",
              "createSymbolicLink",
              "createDirectory",
              "createDirectories",
              "createTempFile",
              "createTempDirectory",
              "setPosixFilePermissions",
              "setOwner"),
          "java.nio.file.Path",
          Set.of("toRealPath", "toFile"),
          "java.nio.channels.FileChannel",
          Set.of("open"),
          "java.nio.channels.AsynchronousFileChannel",
          Set.of("open"),
          BASE + "linux.sys.Native",
          Set.of("open"),
          BASE + "linux.sys.Libc",
          Set.of("open"),
          BASE + "linux.sys.FileCalls",
          Set.of("open", "openBelow", "openInside", "reopen", "makeDirectory", "remove"),
          BASE + "linux.sys.LockCalls",
          Set.of("openLockFile"));

  private static final Set<String> CONSTRUCTED =
      Set.of(
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.io.PrintStream",
          "java.io.PrintWriter",
          "java.util.Scanner");

  @ArchTest
  void onlyOneClassOpensTheFilesOfCallers(JavaClasses all) {
    Set<String> opening = new TreeSet<>();
    for (JavaClass one : all) {
      if (one.getAccessesFromSelf().stream().anyMatch(OpenedFilesTest::opens)) {
        opening.add(outermost(one.getName()));
      }
    }
    Set<String> expected = new TreeSet<>();
    OPENING.keySet().forEach(name -> expected.add(BASE + name));
    assertThat(opening)
        .as("classes that open files: %s", OPENING)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static boolean opens(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return CALLS.getOrDefault(owner, Set.of()).contains(access.getName())
        || CONSTRUCTED.contains(owner) && access.getName().equals("<init>");
  }

  private static String outermost(String name) {
    return name.replaceFirst("\\$.*", "");
  }
}
