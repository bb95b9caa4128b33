package io.kotha.sandbox.linux.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.List;

/** System calls that a test makes in a room, as text in the notation of {@code programs/sys.c}. */
final class Calls {

  private Calls() {}

  /** Returns the result of each call: a number, or the name of an errno. */
  static List<String> results(Sandbox room, String calls) throws Exception {
    Command command = Command.of(Rooms.probe("sys")).args(calls.split(" "));
    return Rooms.out(room, command).lines().map(l -> l.substring(l.indexOf(' ') + 1)).toList();
  }

  /**
   * Asserts that the last call fails with this errno and that the others succeed.
   *
   * @param errno the one that the protection under test gives: a second one would accept a call
   *     that another protection refused, or that was malformed
   */
  static void assertRefused(Sandbox room, String calls, String errno, Seen seen) throws Exception {
    List<String> results = results(room, calls);
    String last = results.get(results.size() - 1);
    assertThat(errno).matches("E[A-Z0-9]+");
    assertThat(last).as(calls).isEqualTo(errno);
    assertThat(results.subList(0, results.size() - 1)).as(calls).allMatch(r -> r.matches("\\d+"));
    seen.was(last);
  }

  /** Returns a room without a filter. */
  static Sandbox unfiltered() {
    return Rooms.minimal().syscalls(SyscallPolicy.none());
  }
}
