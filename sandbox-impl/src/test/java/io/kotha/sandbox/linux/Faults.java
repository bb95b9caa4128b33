package io.kotha.sandbox.linux;

import io.kotha.sandbox.SetupStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every place of the helper that can report a failed step, and how a test makes it fail. {@link
 * FaultTableTest} compares the places with the helper's sources.
 */
final class Faults {

  /** The helper is to fail with this step and item. */
  record Fault(SetupStep step, int item) {
    @Override
    public String toString() {
      return step + "[" + item + "]";
    }
  }

  /**
   * A line is {@code STEP EXPRESSION: ITEM...} or {@code STEP EXPRESSION: - REASON}. The expression
   * is the one in the source. {@link FaultInjectionIT} injects each item; a reason says why a fault
   * cannot be injected in this place.
   */
  private static final String TABLE =
      """
      REQUEST 0: - FaultInjectionIT.refusedRequestIsReported: the errno is always EBADMSG
      REQUEST 1: - the errno is always EAGAIN, and only the 2,049th live room gets it
      REQUEST 2: - the message is no request, so it has no plan that could hold a fault
      REQUEST 3: - the message is truncated, so it has no plan that could hold a fault
      REQUEST 4: - the message's descriptors are lost, and with them the plan's memory file
      REQUEST 5: - the errno is always ESRCH: the room has ended between two messages
      CGROUP i: 0 1
      CGROUP item: - FaultInjectionIT.failureToGiveAGroupToTheKeeperIsReported: only a keeper owns one
      CGROUP count: - opens what CGROUP i has made: that fails first, with the same item
      CGROUP_WRITE i: 0
      OOM_WATCH 0: 0
      SOURCE i: 0 3
      CLONE 0: 0
      CLONE 1: 1
      CLONE 2: 2
      CLONE 3: - FaultInjectionIT.failureToJoinIsReported: only a program that joins has it
      CLONE item: - FaultInjectionIT.failureToJoinIsReported: only a program that joins has it
      WATCH 0: 0
      WATCH 1: 1
      WATCH 2: 2
      WATCH 3: - the zygote has no plan any more, so it does not know the fault
      WATCH 4: 4
      WATCH 5: - only a map by newuidmap has it: UserNamespaceIT.rangeMapsEveryIdSeparately
      ID_MAP 0: 0
      ID_MAP 1: 1
      ID_MAP 2: 2
      ID_MAP 3: 3
      ID_MAP 4: 4
      ID_MAP helper: - the errno is newuidmap's: UserNamespaceIT.undelegatedRangeIsASetupError
      IDMAP_MOUNT i: 0
      INIT 0: 0
      INIT 1: 1
      INIT 2: 2
      INIT 3: 3
      INIT 4: 4
      INIT 5: 5
      INIT 6: 6
      INIT 7: 7
      INIT 8: 8
      INIT 9: 9
      INIT 10: 10
      INIT 11: 11
      INIT 12: 12
      INIT 13: 13
      INIT 14: 14
      INIT 15: 15
      NAMESPACE 0: 0
      NAMESPACE 1: 1
      NAMESPACE 2: 2
      NAMESPACE 3: 3
      NAMESPACE 4: - FaultInjectionIT.failureToJoinIsReported: only a program that joins has it
      NAMESPACE 5: - FaultInjectionIT.failureToJoinIsReported: only a program that joins has it
      NAMESPACE 6: - FaultInjectionIT.failureToJoinIsReported: only a program that joins has it
      PROPAGATION 0: 0
      ROOT 0: 0
      ROOT 1: 1
      ROOT 2: 2
      ROOT 3: 3
      ROOT 4: 4
      ROOT 5: 5
      ROOT 6: 6
      ROOT 7: 7
      ROOT 8: 8
      MOUNT item: 0 1 2 3 9 21
      PIVOT 0: 0
      PIVOT 1: 1
      PIVOT 2: 2
      PIVOT 3: 3
      PIVOT 4: 4
      PIVOT 5: 5
      LANDLOCK 0: 0
      LANDLOCK item: 1
      LANDLOCK entering: 8
      HOSTNAME 0: 0
      LOOPBACK 0: 0
      LOOPBACK 1: 1
      TIME 0: 0
      TIME 1: 1
      TIME 2: 2
      TIME 3: - FaultInjectionIT.failureToJoinIsReported: only a program that joins has it
      LOCK 0: 0
      LOCK 1: 1
      LOCK 2: 2
      LOCK 3: 3
      LOCK 4: 4
      LOCK 5: 5
      FORK 0: 0
      FORK 1: 1
      FORK 2: - init has released the payload, so the program may have started and even ended
      FORK 3: 3
      FORK 4: 4
      FORK 5: 5
      FORK 6: 6
      FORK 7: 7
      FORK 8: - the zygote has no plan any more, so it does not know the fault
      FORK 9: - FaultInjectionIT.failureOfProgramIsReported: only a program in a room has the step
      FORK 10: - the errno is always EAGAIN: LivingRoomIT.programBeyondTheLimitOf64IsRefused
      FORK 11: - FaultInjectionIT.failureOfProgramIsReported: only a keeper has the step
      CGROUP_ENTER i: 0 1
      CGROUP_ENTER next: - only v2 with controllers has it: LivingRoomIT.limitsOfTheRoomBoundTheSum
      CGROUP_ENTER leaving: - FaultInjectionIT.failureOfKeeperToLeaveAGroupIsReported: only a keeper leaves
      CGROUP_ENTER born_in: - replaces FORK 11 if clone3 fails because of the group
      CGROUP_ENTER born: - replaces FORK 0 if clone3 fails because of the group; no fault makes it fail
      CGROUP_ENTER KT_MAX_GROUPS: 8
      SESSION 0: 0
      SESSION 1: 1
      SESSION 2: 2
      SESSION 3: 3
      RLIMIT i: 0 2
      IDENTITY 0: 0
      IDENTITY 1: 1
      IDENTITY 2: 2
      IDENTITY 3: 3
      CAPABILITIES 1: 1
      CAPABILITIES 2: 2
      CAPABILITIES 3: 3
      CAPABILITIES 4: 4
      CAPABILITIES 5: 5
      CAPABILITIES 6: 6
      CAPABILITIES 7: 7
      SECCOMP 0: 0
      SECCOMP 1: 1
      COMMAND 0: 0
      COMMAND 1: 1
      COMMAND 2: 2
      COMMAND 3: 3
      COMMAND 4: 4
      COMMAND 5: 5
      COMMAND 6: 6
      COMMAND 7: 7
      COMMAND 8: - FaultInjectionIT.failureOfPooledRoomIsReported: only a pooled room waits
      COMMAND 9: - the room has reported that it waits: it counts as a pooled room that died
      COPY_IN item: 0
      STDIO i: 0 1 2
      STDIO 3: 3
      STDIO 4: 4
      STDIO 5: 5
      WORKING_DIRECTORY 0: 0
      WORKING_DIRECTORY 1: 1
      WORKING_DIRECTORY 2: 2
      LABEL 0: 0
      LABEL 1: 1
      LABEL 3: 3
      MITIGATION kind: 0 1
      MITIGATION 2: 2
      SECCOMP_LATE 0: 0
      SECCOMP_LATE 1: 1
      EXEC 0: 0
      EXEC i: - reports an error of execve itself: EXEC 0 injects one just before it
      """;

  private static final Pattern LINE = Pattern.compile("(\\w+ \\w+): (- )?(.+)");

  private Faults() {}

  /** Returns the faults that tests inject. */
  static List<Fault> injected() {
    List<Fault> faults = new ArrayList<>();
    places()
        .forEach(
            (place, how) -> {
              if (!how.startsWith("- ")) {
                SetupStep step = SetupStep.valueOf(place.substring(0, place.indexOf(' ')));
                for (String item : how.split(" ")) {
                  faults.add(new Fault(step, Integer.parseInt(item)));
                }
              }
            });
    return faults;
  }

  /** Returns the faults of each place: items, or "- " and a reason. */
  static Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    for (String line : TABLE.lines().toList()) {
      Matcher m = LINE.matcher(line);
      if (!m.matches()) {
        throw new AssertionError("not a place of the table: " + line);
      }
      String how = (m.group(2) == null ? "" : m.group(2)) + m.group(3);
      if (places.put(m.group(1), how) != null) {
        throw new AssertionError("twice in the table: " + m.group(1));
      }
    }
    return places;
  }
}
