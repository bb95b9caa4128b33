package io.kotha.sandbox.linux.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostSampleTest {

  private static final String STAT =
      """
      cpu  96266 121604 69934 595464 897 0 3102 12 0 0
      cpu0 44881 61336 34065 301408 137 0 1854 7 0 0
      cpu11 51384 60268 35869 294055 760 0 1247 5 0 0
      intr 12 34
      ctxt 115
      """;

  private static final String VMSTAT = "nr_free_pages 10\npswpin 3\npswpout 4\npswpinx 100\n";

  @Test
  void readsTheKernelsFormat() {
    Map<String, String> files =
        Map.of(
            "/proc/stat",
            STAT,
            "/proc/vmstat",
            VMSTAT,
            "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq",
            "2400000\n",
            "/sys/devices/system/cpu/cpu11/cpufreq/scaling_cur_freq",
            "800000\n");
    HostSample sample = HostSample.read(path -> Optional.ofNullable(files.get(path)), 9);
    assertThat(sample)
        .isEqualTo(
            new HostSample(
                9, Map.of(0, 7L, 11, 5L), OptionalLong.of(7), Map.of(0, 2_400_000L, 11, 800_000L)));
  }

  @Test
  void missingFigureIsAbsentAndNotZero() {
    HostSample nothing = HostSample.read(path -> Optional.empty(), 9);
    assertThat(nothing).isEqualTo(new HostSample(9, Map.of(), OptionalLong.empty(), Map.of()));
  }

  @Test
  void thisHostHasProcessors() {
    assertThat(HostSample.ofHost().steal()).isNotEmpty();
  }

  @Test
  void hostIsReadAtMostTenTimesASecond() {
    AtomicLong now = new AtomicLong(1);
    List<HostSample> read = new ArrayList<>();
    Deque<Runnable> later = new ArrayDeque<>();
    HostSampler sampler =
        new HostSampler(
            () -> {
              read.add(new HostSample(now.get(), Map.of(), OptionalLong.empty(), Map.of()));
              return read.get(read.size() - 1);
            },
            now::get,
            later::add);
    List<@Nullable HostSample> seen = new ArrayList<>();

    sampler.recent(seen::add);
    assertThat(read).as("not on the caller's thread").isEmpty();
    later.remove().run();
    assertThat(seen).containsExactlyElementsOf(read).hasSize(1);

    now.addAndGet(99_999_999);
    assertThat(sampler.recent()).isSameAs(seen.get(0));
    sampler.recent(seen::add);
    assertThat(later).isEmpty();
    assertThat(read).hasSize(1);

    now.addAndGet(1);
    assertThat(sampler.recent()).isNotSameAs(seen.get(0));
    assertThat(read).hasSize(2);
  }
}
