package io.kotha.examples.ship;

import java.nio.file.Path;

/**
 * A pair of paths between which a file is copied.
 *
 * @param host the path on the host
 * @param room the absolute path in the room
 */
record FilePair(Path host, String room) {}
