package io.kotha.examples.ship;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A fuzz target: every argument converts to a value or throws a {@link TypeConversionException}.
 */
class ConvertersFuzzTest {

  private static final List<ITypeConverter<?>> ALL =
      List.of(
          new Converters.Size(),
          new Converters.Cpus(),
          new Converters.Time(),
          new Converters.Bind(),
          new Converters.Tmpfs(),
          new Converters.HostFirst(),
          new Converters.RoomFirst(),
          new Converters.UserAndGroup());

  /** Runs the target; called by {@code bin/fuzz}. */
  public static void fuzzerTestOneInput(byte[] typed) throws Exception {
    String text = new String(typed, StandardCharsets.UTF_8);
    for (ITypeConverter<?> each : ALL) {
      try {
        each.convert(text);
      } catch (TypeConversionException refused) {
        // expected for malformed arguments
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> seeds() throws IOException {
    return DynamicTest.stream(
        Files.list(Path.of("src/test/fuzz/Converters")),
        Path::toString,
        seed -> fuzzerTestOneInput(Files.readAllBytes(seed)));
  }
}
