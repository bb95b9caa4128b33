package io.kotha.sandbox.linux.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.List;

/** System calls made in a room, as text: {@code programs/sys.c} says how. */
final class Calls {

  private Calls() {}

  /** What each call gave: a number, or the name of an errno. */
  static List<String> results(Sandbox room, String calls) throws Exception {
    Command command = Command.of(Rooms.probe("sys")).args(calls.split(" "));
    return Rooms.out(room, command).lines().map(l -> l.substring(l.indexOf(' ') + 1)).toList();
  }

  /**
   * The last call gives one of what is expected, the others succeed.
   *
   * @param expected names of errnos, or a pattern of numbers, separated by slashes
   */
  static void assertRefused(Sandbox room, String calls, String expected, Seen seen)
      throws Exception {
    List<String> results = results(room, calls);
    String last = results.get(results.size() - 1);
    assertThat(last).as(calls).matches(expected.replace('/', '|'));
    assertThat(results.subList(0, results.size() - 1)).as(calls).allMatch(r -> r.matches("\\d+"));
    seen.was(last);
  }

  /** A room without a filter. */
  static Sandbox unfiltered() {
    return Rooms.minimal().syscalls(SyscallPolicy.none());
  }
}
