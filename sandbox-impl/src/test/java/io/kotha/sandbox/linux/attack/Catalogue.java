package io.kotha.sandbox.linux.attack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ways in which isolation has failed in other tools: {@code attacks/catalogue.tsv}, in its
 * order.
 */
final class Catalogue {

  private static final Map<String, Row> ROWS = read();

  private Catalogue() {}

  static Iterable<Row> rows() {
    return ROWS.values();
  }

  static Row known(String id) {
    Row row = ROWS.get(id);
    if (row == null) {
      throw new IllegalArgumentException("not a row of the catalogue: \"" + id + "\"");
    }
    return row;
  }

  private static Map<String, Row> read() {
    Map<String, Row> all = new LinkedHashMap<>();
    try (InputStream in = Catalogue.class.getResourceAsStream("/attacks/catalogue.tsv")) {
      if (in == null) {
        throw new IllegalStateException("missing test resource attacks/catalogue.tsv");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Row::parse)
          .forEach(row -> all.put(row.id(), row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
