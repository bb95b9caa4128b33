package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.result.LeftOut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interleaved measurements: every turn is measured once per round, in rotating order, so that
 * variations of the host's speed affect all of them alike. A turn that fails once is dropped.
 *
 * @param values values of the turns that never failed, one for each round
 * @param leftOut the turns that failed, with the reason
 */
record Rounds<K extends Rounds.Turn<V>, V>(Map<K, List<V>> values, List<LeftOut> leftOut) {

  /** A measurement that is made once per round. */
  interface Turn<V> {

    /** Measures once. */
    V measure() throws IOException, InterruptedException;

    /** Returns the turn's name for messages. */
    String label();
  }

  static <K extends Turn<V>, V> Rounds<K, V> run(String what, int rounds, List<K> keys)
      throws InterruptedException {
    Map<K, List<V>> values = new LinkedHashMap<>();
    keys.forEach(key -> values.put(key, new ArrayList<>()));
    List<LeftOut> leftOut = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Map.Entry<K, List<V>>> order = new ArrayList<>(values.entrySet());
      Collections.rotate(order, -round);
      for (Map.Entry<K, List<V>> entry : order) {
        K key = entry.getKey();
        Progress.say(what + ", round " + (round + 1) + " of " + rounds + ": " + key.label());
        try {
          entry.getValue().add(key.measure());
        } catch (IOException | IllegalStateException e) {
          values.remove(key);
          leftOut.add(new LeftOut(what + ": " + key.label(), LeftOut.reason(e)));
        }
      }
    }
    return new Rounds<>(values, leftOut);
  }
}
