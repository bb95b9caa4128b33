package io.kotha.sandbox.linux.cgroup.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Form;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FiguresTest {

  private static final String PRESSURE =
      "some avg10=0.00 avg60=0.15 avg300=0.47 total=16935872\n"
          + "full avg10=0.00 avg60=0.03 avg300=0.15 total=8275861\n";

  @Test
  void takesTheFirstOfSeveralLines() {
    assertThat(Figures.value(PRESSURE, "total", Form.FIRST)).hasValue(16935872);
    assertThat(Figures.value(PRESSURE, "total", Form.SUM)).hasValue(16935872 + 8275861);
  }

  @Test
  void matchesWholeKeysOnly() {
    String stat = "total_rss 9\nrss_huge 8\nrss 7\nshmem 6\n";
    assertThat(Figures.line(Optional.of(stat), "rss")).hasValue(7);
    assertThat(Figures.line(Optional.of(stat), "huge")).isEmpty();
    assertThat(Figures.line(Optional.of(stat), "anon")).isEmpty();
    assertThat(Figures.line(Optional.empty(), "rss")).isEmpty();
  }

  @Test
  void sumsOverDevices() {
    String io = "254:0 rbytes=100 wbytes=7 rios=1 wios=1\n8:0 rbytes=50 wbytes=1 rios=2 wios=2\n";
    assertThat(Figures.value(io, "rbytes", Form.SUM)).hasValue(150);
    assertThat(Figures.value("", "rbytes", Form.SUM)).hasValue(0);
    assertThat(Figures.value("", "rbytes", Form.FIRST)).isEmpty();
    String blkio = "254:0 Read 100\n254:0 Write 7\n8:0 Read 50\nTotal 157\n";
    assertThat(Figures.value(blkio, "Read", Form.SUM)).hasValue(150);
  }

  @Test
  void readsAFileWithOneNumber() {
    assertThat(Figures.number(Optional.of("4096\n"))).hasValue(4096);
    assertThat(Figures.number(Optional.of("max\n"))).isEmpty();
    assertThat(Figures.number(Optional.of(""))).isEmpty();
  }

  @Test
  void readsFrozenAndEmptyStates() {
    assertThat(GroupFreezer.isFrozen("populated 1\nfrozen 0\n")).isFalse();
    assertThat(GroupFreezer.isFrozen("populated 1\nfrozen 1\n")).isTrue();
    assertThat(GroupFreezer.isFrozen("populated 0\nfrozen 0\n")).isTrue();
  }

  @Property
  void findsEveryLine(@ForAll("lines") Map<String, Long> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
    lines.forEach(
        (key, value) ->
            assertThat(Figures.line(Optional.of(text.toString()), key)).hasValue(value));
  }

  @Property
  void acceptsAnyText(@ForAll String text, @ForAll("keys") String key) {
    for (Form form : Form.values()) {
      assertThatCode(() -> Figures.value(text + key + text, key, form)).doesNotThrowAnyException();
    }
  }

  @Provide
  static Arbitrary<Map<String, Long>> lines() {
    return Arbitraries.maps(keys(), Arbitraries.longs().greaterOrEqual(0)).ofMaxSize(40);
  }

  @Provide
  static Arbitrary<String> keys() {
    return Arbitraries.strings().withCharRange('a', 'z').withChars('_').ofMinLength(1);
  }
}
