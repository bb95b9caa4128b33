package io.kotha.sandbox;

/** Checks on paths inside a room, made where they enter. */
final class RoomPath {

  private RoomPath() {}

  static void requireAbsolute(String path) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a path inside the room must be absolute and without NUL: \"" + path + "\"");
    }
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw new IllegalArgumentException("a path inside the room must not hold ..: " + path);
      }
    }
    if (path.length() > 4000) {
      throw new IllegalArgumentException("a path inside the room is too long");
    }
  }
}
