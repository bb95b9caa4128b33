package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds all files that programs load when they start: the dynamic loader, the libraries, and for a
 * script its interpreter. The result includes every symbolic link on the path to any of them. It
 * does not include files that a program opens later, by itself or by {@code dlopen}.
 */
public final class ElfClosure {

  /** The depth to which the kernel follows scripts whose interpreter is a script. */
  private static final int MAX_SCRIPTS = 5;

  /** The directories that {@code env} searches in a room with the usual {@code PATH} or none. */
  private static final List<String> PATH =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

  private final FileSystemView files;
  private final LinkTracer tracer;
  private final TrustedPlaces places;
  private final Set<ClosureEntry> parts = new LinkedHashSet<>();

  private ElfClosure(FileSystemView files, LinkTracer tracer, TrustedPlaces places) {
    this.files = files;
    this.tracer = tracer;
    this.places = places;
  }

  /**
   * Returns the files and links that a root needs so that these programs of the host start in it,
   * each at its own path.
   *
   * @throws NoSuchFileException if a program is missing
   * @throws ElfFormatException if a program is neither an ELF file for a supported machine nor a
   *     script
   * @throws LibraryNotFoundException if a library is missing
   * @throws UntrustedFileException if a program is reached by a symbolic link that is not the
   *     system's, or names a file in none of the {@link TrustedPlaces}
   * @throws IOException if a file cannot be read
   */
  public static Set<ClosureEntry> of(List<Path> programs, FileSystemView files) throws IOException {
    LinkTracer tracer = new LinkTracer(files);
    Map<Path, LinkTracer.Trace> named = new LinkedHashMap<>();
    for (Path program : programs) {
      named.put(program.toAbsolutePath(), tracer.trace(program.toAbsolutePath()));
    }
    List<Path> real = named.values().stream().map(LinkTracer.Trace::real).toList();
    ElfClosure closure = new ElfClosure(files, tracer, TrustedPlaces.beside(real, files));
    for (Map.Entry<Path, LinkTracer.Trace> program : named.entrySet()) {
      try {
        closure.refuseForeignLink(program.getKey(), program.getValue());
        closure.add(program.getKey(), program.getValue(), MAX_SCRIPTS);
      } catch (InvalidPathException e) {
        throw new ElfFormatException(program.getKey() + ": refers to an invalid path");
      }
    }
    return closure.parts;
  }

  private void refuseForeignLink(Path program, LinkTracer.Trace trace) throws IOException {
    if (trace.foreignLink(files).isPresent()) {
      throw new UntrustedFileException(
          program
              + ": ELOOP: no symbolic link is followed; name "
              + trace.real()
              + " instead (Path.toRealPath())");
    }
  }

  private void addNamedBy(Path script, Path program, int scriptsLeft) throws IOException {
    LinkTracer.Trace trace = tracer.trace(program);
    if (trace.isFile()) {
      places.require(trace, script);
    }
    add(program, trace, scriptsLeft);
  }

  private void add(Path program, LinkTracer.Trace trace, int scriptsLeft) throws IOException {
    if (trace.kind() == LinkView.Kind.MISSING) {
      throw new NoSuchFileException(program.toString());
    } else if (!trace.isFile()) {
      throw new ElfFormatException(program + ": not a regular file");
    }
    parts.addAll(trace.links());
    if (!parts.add(new ClosureEntry(trace.real(), Optional.empty()))) {
      return; // already added, together with its libraries
    }
    Optional<Shebang> script;
    try (ByteSource bytes = files.open(trace.real())) {
      ByteBuffer start = bytes.upTo(0, Shebang.MAX_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
      if (ElfFile.startsWithMagic(start)) {
        parts.addAll(ProgramClosure.of(files, places, trace.real(), ElfFile.parse(bytes)));
        return;
      }
      script = Shebang.parse(start);
    } catch (ElfFormatException e) {
      throw new ElfFormatException(program + ": " + e.getMessage());
    }
    if (script.isEmpty() || scriptsLeft == 0) {
      throw new ElfFormatException(program + ": neither an ELF file nor a script");
    }
    addNamedBy(program, interpreter(program, script.get().interpreter()), scriptsLeft - 1);
    if (script.get().command().isPresent()) {
      addNamedBy(program, searchPath(program, script.get().command().get()), scriptsLeft - 1);
    }
  }

  private static Path interpreter(Path script, String interpreter) throws ElfFormatException {
    if (!interpreter.startsWith("/") || interpreter.indexOf('\0') >= 0) {
      throw new ElfFormatException(script + ": its interpreter is not an absolute path");
    }
    return Path.of(interpreter);
  }

  private Path searchPath(Path script, String command) throws IOException {
    for (Path place :
        Stream.of(command.startsWith("/") ? List.of("/") : PATH)
            .flatMap(List::stream)
            .map(directory -> Path.of(directory).resolve(command))
            .toList()) {
      if (tracer.trace(place).isFile()) {
        return place;
      }
    }
    throw new NoSuchFileException(command, script.toString(), "not found in any of " + PATH);
  }
}
