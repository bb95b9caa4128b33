package io.kotha.benchmarks.proc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a process in {@code /proc}. */
public record ProcessFiles(long pid) {

  private static final Path PROC = Path.of("/proc");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Ticks per second of the times in {@code stat}: USER_HZ, which the kernel's ABI fixes. */
  private static final double TICKS = 100;

  private static final int UTIME = 11; // counted after the name, which can contain blanks
  private static final int CSTIME = 14;

  /** Returns this JVM. */
  public static ProcessFiles self() {
    return new ProcessFiles(ProcessHandle.current().pid());
  }

  /** Lists every process that this JVM can see. */
  public static List<ProcessFiles> all() throws IOException {
    try (Stream<Path> entries = Files.list(PROC)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> NUMBER.matcher(name).matches())
          .map(name -> new ProcessFiles(Long.parseLong(name)))
          .toList();
    }
  }

  /** Returns the zygote of this JVM; empty before the first room. */
  public static Optional<ProcessFiles> zygote() throws IOException {
    return self().children().stream().filter(child -> child.hasName("kotha-zygote")).findFirst();
  }

  /** Lists its child processes; none if it has ended. */
  public List<ProcessFiles> children() throws IOException {
    List<ProcessFiles> all = new ArrayList<>();
    try (Stream<Path> threads = Files.list(file("task"))) {
      for (Path thread : threads.toList()) {
        Stream.of(childrenOf(thread).strip().split(" ", -1))
            .filter(pid -> !pid.isEmpty())
            .forEach(pid -> all.add(new ProcessFiles(Long.parseLong(pid))));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return all;
  }

  private static String childrenOf(Path thread) {
    try {
      return Files.readString(thread.resolve("children"));
    } catch (IOException e) {
      return ""; // the thread has just ended, and its children were reparented
    }
  }

  private boolean hasName(String name) {
    try {
      return read("comm").strip().equals(name);
    } catch (IOException e) {
      return false; // the process has just ended
    }
  }

  /** Returns its command line arguments. */
  public List<String> arguments() throws IOException {
    return List.of(read("cmdline").split("\0"));
  }

  /** Returns the value of a line of {@code status}; empty if the kernel has no such line. */
  public String status(String key) throws IOException {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** Returns the identity of its namespace of a type. */
  public String namespace(String type) throws IOException {
    return Files.readSymbolicLink(file("ns").resolve(type)).toString();
  }

  /** Counts its open file descriptors. */
  public long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(file("fd"))) {
      return all.count();
    }
  }

  /** Returns its proportional set size (PSS) in kB. */
  public long pssKilobytes() throws IOException {
    return read("smaps_rollup")
        .lines()
        .filter(line -> line.startsWith("Pss:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /** Returns the CPU time of it and of its reaped children, in seconds. */
  public double cpuSeconds() throws IOException {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = UTIME; i <= CSTIME; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS;
  }

  /** Reads one of its files. */
  public String read(String name) throws IOException {
    return Files.readString(file(name), StandardCharsets.ISO_8859_1);
  }

  private Path file(String name) {
    return PROC.resolve(Long.toString(pid)).resolve(name);
  }
}
