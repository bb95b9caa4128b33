package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown if the dynamic loader would not find a library that a program needs. */
public final class LibraryNotFoundException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String library;

  LibraryNotFoundException(String library, Path neededBy, List<Path> searched) {
    super(
        library
            + ", which "
            + neededBy
            + " needs, is not in any of "
            + searched.stream().map(Path::toString).collect(Collectors.joining(":")));
    this.library = library;
  }

  /** Returns the name of the library as it stands in the program. */
  public String library() {
    return library;
  }
}
