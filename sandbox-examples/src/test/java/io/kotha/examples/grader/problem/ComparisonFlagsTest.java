package io.kotha.examples.grader.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonFlagsTest {

  @Test
  void readsEachFlag() {
    ComparisonFlags flags = parse("case_sensitive space_change_sensitive float_tolerance 1e-6");
    assertThat(flags.letters()).isEqualTo(ComparisonFlags.Letters.SAME_CASE);
    assertThat(flags.spaces()).isEqualTo(ComparisonFlags.Spaces.SAME);
    assertThat(flags.absolute()).hasValue(1e-6);
    assertThat(flags.relative()).hasValue(1e-6);
    assertThat(parse("").comparesNumbers()).isFalse();
    assertThat(parse("float_relative_tolerance 0.5").absolute()).isEmpty();
    assertThat(parse("float_tolerance 1 float_absolute_tolerance 2").absolute()).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "float_tolerance",
        "float_tolerance x",
        "float_tolerance -1",
        "float_tolerance NaN",
        "float_absolute_tolerance Infinity",
        "nonsense",
      })
  void rejectsUnknownFlagsAndInvalidTolerances(String flags) {
    assertThatThrownBy(() -> parse(flags)).isInstanceOf(IllegalArgumentException.class);
  }

  private static ComparisonFlags parse(String flags) {
    return ComparisonFlags.parse(flags.isEmpty() ? List.of() : List.of(flags.split(" ")));
  }
}
