package io.kotha.sandbox.linux.host;

import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Counters of the host at one moment, which show disturbances of running programs.
 *
 * @param nanos the moment, in {@link System#nanoTime}
 * @param steal by processor, the time for which the hypervisor ran something else, in ticks of 10
 *     ms
 * @param swappedPages the number of pages swapped in or out since boot
 * @param kilohertz the frequency of each of the first 64 processors; empty if the host does not
 *     scale frequencies
 */
public record HostSample(
    long nanos, Map<Integer, Long> steal, OptionalLong swappedPages, Map<Integer, Long> kilohertz) {

  private static final String FREQUENCY = "/sys/devices/system/cpu/cpu%d/cpufreq/scaling_cur_freq";

  /** The limit of frequencies read: each costs a file, and on some machines an interrupt. */
  private static final int MAX_FREQUENCIES = 64;

  public HostSample {
    steal = Map.copyOf(steal);
    kilohertz = Map.copyOf(kilohertz);
  }

  /** Reads the counters of this host. */
  static HostSample ofHost() {
    return read(PseudoFile::text, System.nanoTime());
  }

  static HostSample read(Function<String, Optional<String>> text, long nanos) {
    Map<Integer, Long> steal = steal(text.apply("/proc/stat").orElse(""));
    Map<Integer, Long> kilohertz = new HashMap<>();
    for (int cpu : steal.keySet().stream().sorted().limit(MAX_FREQUENCIES).toList()) {
      Optional<Long> now = text.apply(FREQUENCY.formatted(cpu)).flatMap(HostSample::number);
      if (now.isEmpty()) {
        break; // the other processors have no such file either, and there may be hundreds
      }
      kilohertz.put(cpu, now.get());
    }
    return new HostSample(nanos, steal, swapped(text.apply("/proc/vmstat").orElse("")), kilohertz);
  }

  /** Returns the steal time by processor: the eighth number of each line {@code cpuN …}. */
  private static Map<Integer, Long> steal(String stat) {
    Map<Integer, Long> steal = new HashMap<>();
    for (String line : PseudoFile.lines(stat)) {
      String[] words = line.split(" ", 10);
      if (words.length > 8 && words[0].startsWith("cpu")) {
        Optional<Long> cpu = number(words[0].substring(3));
        Optional<Long> ticks = number(words[8]);
        if (cpu.isPresent() && ticks.isPresent()) {
          steal.put(cpu.get().intValue(), ticks.get());
        }
      } else if (!line.startsWith("cpu")) {
        break; // do not split the long line of interrupt counters that follows
      }
    }
    return steal;
  }

  private static OptionalLong swapped(String vmstat) {
    OptionalLong pages = OptionalLong.empty();
    for (String line : PseudoFile.lines(vmstat)) {
      if (line.startsWith("pswpin ") || line.startsWith("pswpout ")) {
        Optional<Long> one = number(line.substring(line.indexOf(' ') + 1));
        pages = OptionalLong.of(pages.orElse(0) + one.orElse(0L));
      }
    }
    return pages;
  }

  private static Optional<Long> number(String text) {
    String digits = text.trim();
    return digits.matches("\\d{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }
}
