package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.TinyProgram;
import java.util.List;
import java.util.stream.Stream;

/**
 * An isolator whose command line is a prefix of the program's.
 *
 * @param words the isolator and its options
 * @param directory the prefix of program paths inside; empty if the isolator changes the root
 */
record Prefixed(List<String> words, String directory) implements Peer {

  /** Creates an isolator that changes the root. */
  Prefixed(String... words) {
    this(List.of(words), "");
  }

  @Override
  public List<String> command(TinyProgram program, List<String> arguments) {
    return Stream.of(words, List.of(directory + program.path()), arguments)
        .flatMap(List::stream)
        .toList();
  }
}
