package io.kotha.sandbox.linux.room;

import java.util.Iterator;
import java.util.function.Consumer;

/** Clean-up whose every step runs, also if an earlier step throws. */
final class Cleanup {

  private Cleanup() {}

  /**
   * Runs an action for each item. If any of them throws, rethrows the last exception at the end.
   */
  static <T> void each(Iterable<T> items, Consumer<T> action) {
    rest(items.iterator(), action);
  }

  private static <T> void rest(Iterator<T> items, Consumer<T> action) {
    if (items.hasNext()) {
      try {
        action.accept(items.next());
      } finally {
        rest(items, action);
      }
    }
  }
}
