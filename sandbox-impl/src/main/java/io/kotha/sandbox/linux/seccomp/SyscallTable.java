package io.kotha.sandbox.linux.seccomp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The names and numbers of an architecture's system calls, written by generate-tables.sh. */
public final class SyscallTable {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final NavigableMap<Integer, String> names = new TreeMap<>();

  private SyscallTable() {}

  /**
   * Reads a table from the class path, in the package of this class.
   *
   * @param resource the file name; each line is a number, a tab and a name
   */
  static SyscallTable load(String resource) {
    InputStream in = SyscallTable.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("this build of Kotha lacks the resource " + resource);
    }
    SyscallTable table = new SyscallTable();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        table.put(Integer.parseInt(line.substring(0, tab)), line.substring(tab + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
    return table;
  }

  private void put(int number, String name) {
    numbers.put(name, number);
    names.put(number, name);
  }

  /** Returns the number of a call; empty if this architecture does not have the call. */
  public OptionalInt numberOf(String name) {
    Integer number = numbers.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Returns the name of a call; empty for a number that is not in this table. */
  public Optional<String> nameOf(int number) {
    return Optional.ofNullable(names.get(number));
  }

  /** Returns the names by their numbers, as an unmodifiable view. */
  public NavigableMap<Integer, String> names() {
    return Collections.unmodifiableNavigableMap(names);
  }
}
