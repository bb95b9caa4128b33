package io.kotha.examples.ship;

import java.nio.file.Path;

/**
 * A file on both sides of the wall.
 *
 * @param host its path on the host
 * @param room its absolute path inside
 */
record FilePair(Path host, String room) {}
