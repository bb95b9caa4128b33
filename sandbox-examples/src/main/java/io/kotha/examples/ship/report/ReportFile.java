package io.kotha.examples.ship.report;

import io.kotha.examples.files.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file of the JSON report, or none. */
public final class ReportFile {

  private final @Nullable Path path;

  private ReportFile(@Nullable Path path) {
    this.path = path;
  }

  /**
   * Creates the file before the program runs, so that a wrong path fails early.
   *
   * @throws IllegalArgumentException if the file cannot be written
   */
  public static ReportFile at(@Nullable Path path) {
    if (path != null) {
      try {
        TextFile.write(path, "");
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot write the report: " + e, e);
      }
    }
    return new ReportFile(path);
  }

  public void write(RunReport report) throws IOException {
    if (path != null) {
      TextFile.write(path, report.toJson());
    }
  }
}
