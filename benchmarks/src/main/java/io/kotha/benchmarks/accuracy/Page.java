package io.kotha.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file with measured content between two marks; the rest is written by hand. */
public final class Page {

  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->\n";

  private Page() {}

  /** Replaces the content between the marks. */
  public static void replace(Path file, String tables) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : BEGIN + END;
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " lacks the lines " + BEGIN.strip() + " and " + END.strip());
    }
    String before = text.substring(0, begin + BEGIN.length());
    Files.writeString(file, before + "\n" + tables + "\n" + text.substring(end));
  }
}
