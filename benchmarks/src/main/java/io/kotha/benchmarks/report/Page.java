package io.kotha.benchmarks.report;

import io.kotha.benchmarks.result.Setting;
import io.kotha.examples.html.Html;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A self-contained HTML page, whose content security policy forbids loading anything. */
final class Page {

  private Page() {}

  static String of(String title, Setting setting, Html body) throws IOException {
    Html page = new Html();
    page.markup(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta http-equiv=\"Content-Security-Policy\""
            + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.markup("<title>%s</title>\n<style>\n", title);
    page.markup(style());
    page.markup("</style>\n</head>\n<body>\n<header>\n<h1>%s</h1>\n", title);
    page.markup(
        "<p class=\"when\">%s, by <code>%s</code></p>\n", setting.date(), setting.command());
    page.markup("<ul class=\"facts\">\n");
    setting.machine().forEach(fact -> page.markup("<li>%s</li>\n", fact));
    page.markup("</ul>\n</header>\n<main>\n");
    page.add(body);
    page.markup("</main>\n</body>\n</html>\n");
    return page.toString();
  }

  /** Renders a table. A short cell that begins with a digit is aligned as a figure. */
  static Html table(List<String> heads, List<List<String>> rows) {
    Html table = new Html();
    table.markup("<div class=\"scroll\"><table>\n<thead><tr>");
    heads.forEach(head -> table.markup("<th>%s</th>", head));
    table.markup("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      table.markup("<tr class=\"%s\">", mood(row));
      row.forEach(cell -> table.markup("<td class=\"%s\">%s</td>", kind(cell), cell));
      table.markup("</tr>\n");
    }
    return table.markup("</tbody>\n</table></div>\n");
  }

  private static String kind(String cell) {
    return !cell.isEmpty() && cell.length() < 16 && Character.isDigit(cell.charAt(0))
        ? "figure"
        : "text";
  }

  private static String mood(List<String> row) {
    return switch (row.get(row.size() - 1)) {
      case "not met", "grew" -> "bad";
      case "met", "flat" -> "good";
      default -> "plain";
    };
  }

  private static String style() throws IOException {
    try (InputStream stream = Page.class.getResourceAsStream("report.css")) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks report.css");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
