package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.TinyProgram;
import java.util.List;
import java.util.stream.Stream;

/**
 * An isolator whose command line ends with the program's.
 *
 * @param words the isolator and its options
 * @param directory of the programs as the isolated one sees it: empty for a root of its own
 */
record Prefixed(List<String> words, String directory) implements Peer {

  /** With a root of its own. */
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
