package io.kotha.examples.ship.store;

/**
 * A place in a log.
 *
 * @param file the number of the file; 0 for the start of the oldest one
 * @param position the start of an entry in it
 * @param skipped the bytes of this entry's output before the place
 */
record LogPlace(long file, long position, int skipped) {

  static final LogPlace START = new LogPlace(0, 0, 0);
}
