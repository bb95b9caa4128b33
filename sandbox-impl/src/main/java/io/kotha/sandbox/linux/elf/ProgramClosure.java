package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the libraries of one program, in the order and by the rules of {@code ld.so(8)}. */
final class ProgramClosure {

  /** The libraries that are part of musl's loader, which is also its libc. */
  private static final List<String> IN_MUSL =
      List.of("libc.", "libpthread.", "librt.", "libm.", "libdl.", "libutil.", "libxnet.");

  /** The most directories of one search. The rpaths of all files that led to it count. */
  private static final int MAX_DIRECTORIES = 4000;

  /**
   * The most paths that are tried for all libraries together, which bounds the time. A program with
   * 500 libraries in 100 directories needs 50,000.
   */
  private static final int MAX_TRIED = 1 << 18;

  /** The most memory for the names of all libraries together, in bytes. */
  private static final int MAX_SIZE = 1 << 24;

  private final FileSystemView files;
  private final LinkTracer tracer;
  private TrustedPlaces places;
  private final Set<ClosureEntry> parts = new LinkedHashSet<>();
  private final Queue<Loaded> queue = new ArrayDeque<>();
  private final Set<String> known = new HashSet<>();
  private int tried;
  private int size;

  /**
   * A program or library that the dynamic loader has loaded.
   *
   * @param loader the file that needed it; null for the program
   */
  private record Loaded(Path path, ElfFile elf, @Nullable Loaded loader) {

    SearchPath searchPath() {
      Path parent = path.getParent();
      return new SearchPath(elf.machine(), parent == null ? Path.of("/") : parent);
    }
  }

  /** A file that a search found. */
  private record Candidate(Path path, LinkTracer.Trace trace, ElfFile elf) {}

  private ProgramClosure(FileSystemView files, TrustedPlaces places) {
    this.files = files;
    this.tracer = new LinkTracer(files);
    this.places = places;
  }

  /**
   * Returns the dynamic loader and the libraries, without the program itself.
   *
   * @param places where the loader and the libraries may lie
   * @param real the path of the program, without symbolic links
   */
  static Set<ClosureEntry> of(
      FileSystemView files, TrustedPlaces places, Path real, ElfFile program) throws IOException {
    ProgramClosure closure = new ProgramClosure(files, places);
    closure.load(real, program);
    return closure.parts;
  }

  private void load(Path real, ElfFile program) throws IOException {
    if (program.interpreter().isEmpty()) {
      return; // a static program: no loader loads the libraries that it may name
    }
    Path interpreter = Path.of(program.interpreter().get());
    Candidate loader =
        candidate(interpreter, real, program.machine())
            .orElseThrow(
                () ->
                    new LibraryNotFoundException(
                        interpreter.toString(), real, List.of(Path.of("/"))));
    add(loader.trace());
    String loaderName = String.valueOf(interpreter.getFileName());
    known.add(loaderName); // libc lists the loader as a needed library
    boolean musl = loaderName.startsWith("ld-musl-");
    LibraryPath path =
        musl
            ? LibraryPath.musl(files, program.machine())
            : LibraryPath.glibc(files, program.machine());
    for (Path directory : path.configured()) {
      places = places.and(List.of(tracer.trace(directory).real()));
    }

    enqueue(new Loaded(real, program, null));
    for (Loaded next = queue.poll(); next != null; next = queue.poll()) {
      for (String name : next.elf().needed()) {
        if (!(musl && IN_MUSL.stream().anyMatch(name::startsWith)) && known.add(name)) {
          library(name, next, path);
        }
      }
    }
  }

  private void library(String name, Loaded by, LibraryPath path) throws IOException {
    List<Path> searched = new ArrayList<>();
    for (Path at : places(name, by, path)) {
      ElfFormatException.require(
          ++tried <= MAX_TRIED, "more than " + MAX_TRIED + " paths to search for its libraries");
      Optional<Candidate> found = candidate(at, by.path(), by.elf().machine());
      if (found.isPresent()) {
        add(found.get().trace());
        if (path.needsConfiguration(directory(at))) {
          addIfThere(path.configuration());
        }
        enqueue(new Loaded(at, found.get().elf(), by));
        return;
      }
      searched.add(directory(at));
    }
    throw new LibraryNotFoundException(name, by.path(), searched);
  }

  private void enqueue(Loaded loaded) throws ElfFormatException {
    size += loaded.path().toString().length() + loaded.elf().size();
    ElfFormatException.require(
        size <= MAX_SIZE, "more than " + MAX_SIZE + " bytes of names in its libraries");
    queue.add(loaded);
  }

  private static List<Path> places(String name, Loaded by, LibraryPath path)
      throws ElfFormatException {
    if (name.contains("/")) {
      return by.searchPath().expand(name).toList();
    }
    List<Path> directories = new ArrayList<>();
    if (by.elf().runpath().isEmpty()) {
      // The loader searches the rpath of the needing file, then of its loader, up to the program.
      for (Loaded at = by; at != null; at = at.loader()) {
        if (at.elf().runpath().isEmpty()) {
          addExpanded(directories, at, at.elf().rpath());
        }
      }
    }
    addExpanded(directories, by, by.elf().runpath());
    directories.addAll(path.directories());
    return directories.stream().distinct().map(directory -> directory.resolve(name)).toList();
  }

  private static void addExpanded(List<Path> directories, Loaded of, List<String> entries)
      throws ElfFormatException {
    entries.stream().flatMap(of.searchPath()::expand).forEach(directories::add);
    ElfFormatException.require(
        directories.size() <= MAX_DIRECTORIES,
        "more than " + MAX_DIRECTORIES + " directories to search for a library");
  }

  /**
   * Returns the library at a path; empty if there is none or if it is for another machine, because
   * the loader then continues its search.
   *
   * @throws UntrustedFileException before the file is opened, whatever it is
   */
  private Optional<Candidate> candidate(Path path, Path namedBy, Machine machine)
      throws IOException {
    LinkTracer.Trace trace = tracer.trace(path);
    if (!trace.isFile()) {
      return Optional.empty();
    }
    places.require(trace, namedBy);
    try (ByteSource bytes = files.open(trace.real())) {
      ElfFile elf = ElfFile.parse(bytes);
      return elf.machine() == machine
          ? Optional.of(new Candidate(path, trace, elf))
          : Optional.empty();
    } catch (ElfFormatException e) {
      return Optional.empty();
    }
  }

  private void addIfThere(Path path) throws IOException {
    LinkTracer.Trace trace = tracer.trace(path);
    if (trace.isFile()) {
      add(trace);
    }
  }

  private void add(LinkTracer.Trace trace) {
    parts.addAll(trace.links());
    parts.add(new ClosureEntry(trace.real(), Optional.empty()));
  }

  private static Path directory(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("/") : parent;
  }
}
