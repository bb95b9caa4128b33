package io.kotha.benchmarks.jmh;

import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A single short fork of JMH. Forks of different subjects are interleaved in rounds, so that
 * variations of the host's speed affect all of them alike.
 *
 * @param warmUp warm-up time
 * @param measured measured time
 */
public record JmhFork(Duration warmUp, Duration measured) {

  /** Measures the time from start to exit. */
  public Distribution startToExit(SubjectName subject, int gapMillis) throws IOException {
    Result<?> result =
        run(options(StartToExit.class, subject).param("gapMillis", Integer.toString(gapMillis)));
    Map<Long, Long> micros = new TreeMap<>();
    Iterator<Map.Entry<Double, Long>> samples = result.getStatistics().getRawData();
    samples.forEachRemaining(
        sample -> micros.merge(Math.round(sample.getKey()), sample.getValue(), Long::sum));
    return new Distribution(new TreeMap<>(micros));
  }

  /** Measures the throughput in programs per second. */
  public double perSecond(SubjectName subject, int callers) throws IOException {
    return run(options(Throughput.class, subject).threads(callers)).getScore();
  }

  private ChainedOptionsBuilder options(Class<?> benchmark, SubjectName subject) {
    return new OptionsBuilder()
        .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
        .param("subject", subject.kind())
        .jvmArgsAppend(subject.jvmFlags().toArray(String[]::new))
        .forks(1)
        .warmupIterations(1)
        .warmupTime(TimeValue.milliseconds(warmUp.toMillis()))
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(measured.toMillis()))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static Result<?> run(ChainedOptionsBuilder options) throws IOException {
    try {
      RunResult result = new Runner(options.build()).runSingle();
      return result.getPrimaryResult();
    } catch (RunnerException e) {
      throw new IOException("JMH: " + e.getMessage(), e);
    }
  }
}
