package io.kotha.examples.server;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.runtime.ObjectMethods;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The resources of this JVM that an application could leave behind.
 *
 * @param loaders class loaders of undeployed applications that are still in memory
 * @param threads threads, without those that the JDK shares
 * @param processes processes below this JVM: helpers and rooms
 * @param descriptors open file descriptors
 * @param cgroups cgroups of this JVM's rooms
 * @param files files of Kotha and jnr-ffi in the temporary directory
 */
record Figures(
    long loaders, int threads, long processes, long descriptors, int cgroups, long files) {

  private static final Pattern OF_THE_JDK =
      Pattern.compile("ForkJoinPool.*|CompletableFutureDelayScheduler|Common-Cleaner");

  /** More than the second within which Tomcat closes the socket of a connection that has ended. */
  private static final int FEWEST_ROUNDS = 20;

  private static final int ROUNDS = 50;

  /** Collects garbage, and counts. */
  static Figures take(List<WeakReference<ClassLoader>> loaders) throws Exception {
    long descriptors = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS && (i < FEWEST_ROUNDS || countAlive(loaders) > 0); i++) {
      forgetRecords();
      System.gc();
      Thread.sleep(100);
      // The lowest count: the server and the JDK open files and sockets for a moment.
      descriptors = Math.min(descriptors, countDescriptors());
    }
    return new Figures(
        countAlive(loaders),
        threadNames().size(),
        countProcesses(),
        descriptors,
        groups().size(),
        countFiles());
  }

  private static long countAlive(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> !loader.refersTo(null)).count();
  }

  static long countHelpers() {
    return ProcessHandle.current().children().count();
  }

  static long countProcesses() {
    return ProcessHandle.current().descendants().count();
  }

  private static List<String> threadNames() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !OF_THE_JDK.matcher(name).matches())
        .toList();
  }

  private static long countDescriptors() throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.count();
    }
  }

  private static long countFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains("kotha") || name.contains("jffi"))
          .count();
    }
  }

  private static Set<String> groups() throws IOException {
    String own = "jvm-" + ProcessHandle.current().pid() + "-";
    Set<String> all = new TreeSet<>();
    Files.walkFileTree(
        Path.of("/sys/fs/cgroup"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (dir.toString().contains(own)) {
              all.add(dir.toString());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // another JVM has removed it
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) {
            return FileVisitResult.CONTINUE; // another JVM has removed it
          }
        });
    return all;
  }

  /**
   * Until JDK 20, the method handles of {@link ObjectMethods} keep the last record class whose
   * {@code equals} was linked, whoever loaded it. Links one of this class loader.
   */
  private static void forgetRecords() throws Exception {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodHandle text = lookup.findGetter(Linked.class, "text", String.class);
    for (String name : List.of("equals", "hashCode", "toString")) {
      MethodType type =
          switch (name) {
            case "equals" -> MethodType.methodType(boolean.class, Linked.class, Object.class);
            case "hashCode" -> MethodType.methodType(int.class, Linked.class);
            default -> MethodType.methodType(String.class, Linked.class);
          };
      try {
        ObjectMethods.bootstrap(lookup, name, type, Linked.class, "text", text);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record Linked(String text) {}

  @Override
  public String toString() {
    return "%d class loaders, %d threads, %d processes, %d descriptors, %d cgroups, %d files"
        .formatted(loaders, threads, processes, descriptors, cgroups, files);
  }
}
