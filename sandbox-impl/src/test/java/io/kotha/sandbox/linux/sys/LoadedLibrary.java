package io.kotha.sandbox.linux.sys;

import io.kotha.sandbox.linux.fixture.HostView;

/** Binds the C library in a JVM of its own and prints where jffi's library was mapped from. */
final class LoadedLibrary {

  private LoadedLibrary() {}

  /** Prints the mapped files, as the class describes. */
  public static void main(String[] args) throws Exception {
    System.out.println("uid " + Native.load().effectiveUid());
    HostView.self().lines("maps").stream()
        .filter(line -> line.contains("jffi") && line.contains(".so"))
        .map(line -> line.replaceAll("^\\S+ \\S+ \\S+ \\S+ \\S+\\s+", ""))
        .distinct()
        .forEach(System.out::println);
  }
}
