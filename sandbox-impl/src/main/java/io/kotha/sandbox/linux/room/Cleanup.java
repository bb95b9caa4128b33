package io.kotha.sandbox.linux.room;

import java.util.Iterator;
import java.util.function.Consumer;

/** Cleaning up, of which every step is done although an earlier one throws. */
final class Cleanup {

  private Cleanup() {}

  /** Runs an action for each item, and then throws what the last of those that threw has thrown. */
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
