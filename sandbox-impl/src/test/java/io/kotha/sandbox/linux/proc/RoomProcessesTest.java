package io.kotha.sandbox.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.inspect.RoomProcess;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The list of a room's processes, some of which end while it is read. */
class RoomProcessesTest {

  private final FakeProc proc = new FakeProc().answer("stat", "cpu 1\nbtime 1000\nintr 7 7\n");

  private static String stat(String name, char state, long parent, long start) {
    return "12 (%s) %c %d 12 12 0 -1 4194304 102 0 0 0 150 50 0 0 20 0 1 0 %d 3133440 418\n"
        .formatted(name, state, parent, start);
  }

  private static String status(String nsPids, long uid) {
    return "Name:\tx\nUid:\t%d\t%d\t%d\t%d\nNSpid:\t%s\nVmRSS:\t     400 kB\n"
        .formatted(uid, uid, uid, uid, nsPids);
  }

  /** Adds a process of the room. */
  private void process(long hostPid, long pid, long parent) {
    String stat = stat("p" + pid, 'S', parent, 100 * hostPid);
    proc.answer(Long.toString(hostPid), "")
        .answer(hostPid + "/stat", stat)
        .answer(hostPid + "/status", status(hostPid + "\t" + pid, 7001))
        .answer(hostPid + "/cmdline", "/bin/p\0-a\0\0")
        .answer(hostPid + "/uid_map", "         0       7000      65536\n");
  }

  private List<RoomProcess> list(Set<Long> members) throws SandboxException {
    return list(members, members);
  }

  private List<RoomProcess> list(Set<Long> first, Set<Long> second) throws SandboxException {
    Deque<Set<Long>> reads = new ArrayDeque<>(List.of(first, second));
    return new RoomProcesses(proc).list(() -> new TreeSet<>(reads.remove()));
  }

  @Test
  void processesAreATreeByTheirPids() throws Exception {
    process(900, 1, 40);
    process(950, 2, 900);
    process(930, 5, 950);
    List<RoomProcess> all = list(Set.of(900L, 930L, 950L));
    assertThat(all).extracting(RoomProcess::pid).containsExactly(1L, 2L, 5L);
    assertThat(all).extracting(RoomProcess::parent).containsExactly(0L, 1L, 2L);
    assertThat(all.get(2))
        .isEqualTo(
            new RoomProcess(
                5,
                930,
                2,
                1,
                "p5",
                List.of("/bin/p", "-a", ""),
                RoomProcess.State.SLEEPING,
                Duration.ofSeconds(2),
                400 * 1024,
                Instant.ofEpochSecond(1000 + 930)));
  }

  @Test
  void processThatEndedMeanwhileIsLeftOut() throws Exception {
    process(900, 1, 40);
    process(950, 2, 900);
    process(951, 3, 950);
    proc.answer("950/status", new NoSuchFileException("950"));
    assertThat(list(Set.of(900L, 950L, 951L, 952L)))
        .extracting(RoomProcess::pid, RoomProcess::parent)
        .containsExactly(tuple(1L, 0L), tuple(3L, 1L));
  }

  @Test
  void processOfTheHostThatGotThePidIsLeftOut() throws Exception {
    process(900, 1, 40);
    process(950, 2, 900);
    // Before the first look: it is not in the group.
    proc.answer("950/status", status("950", 0));
    assertThat(list(Set.of(900L, 950L))).hasSize(1);
    // Of another room, between both looks at the group.
    process(950, 2, 800);
    assertThat(list(Set.of(900L, 950L), Set.of(900L))).hasSize(1);
    // After the second look at the group.
    process(950, 2, 900);
    proc.answer("950/stat", stat("p2", 'S', 900, 95_000), stat("cron", 'S', 1, 96_000));
    assertThat(list(Set.of(900L, 950L))).hasSize(1);
  }

  @Test
  void firstProcessOutsideOfTheGroupsIsFoundAsTheParent() throws Exception {
    process(900, 1, 40);
    process(950, 2, 900);
    process(951, 3, 950);
    assertThat(list(Set.of(950L, 951L))).extracting(RoomProcess::pid).containsExactly(1L, 2L, 3L);
    process(900, 4, 40); // not the first one
    assertThat(list(Set.of(950L, 951L))).extracting(RoomProcess::pid).containsExactly(2L, 3L);
  }

  @Test
  void hostileCommandAndArgumentsAreEscapedAndCut() throws Exception {
    process(950, 2, 900);
    proc.answer("950/stat", stat("a) R 1 2 \u001b[2J", 'T', 900, 95_000));
    proc.answer("950/cmdline", "\u001b]0;x\u0007\0\\\0\u00e2\u0080\u00ae\n" + "y".repeat(10_000));
    RoomProcess process = list(Set.of(950L)).get(0);
    assertThat(process.command()).isEqualTo("a) R 1 2 \\u001b[2J");
    assertThat(process.state()).isEqualTo(RoomProcess.State.STOPPED);
    assertThat(process.arguments().subList(0, 2)).containsExactly("\\u001b]0;x\\u0007", "\\\\");
    assertThat(process.arguments().get(2)).startsWith("\\u202e\\u000ay").hasSizeLessThan(4200);
  }

  @Test
  void processWithoutCommandLineHasNoArguments() throws Exception {
    process(950, 2, 900);
    proc.answer("950/cmdline", "");
    proc.answer("950/stat", stat("p2", 'Z', 900, 95_000));
    RoomProcess process = list(Set.of(950L)).get(0);
    assertThat(process.arguments()).isEmpty();
    assertThat(process.state()).isEqualTo(RoomProcess.State.ENDED);
  }

  @Test
  void uidThatIsNotMappedIsTheOverflowUid() throws Exception {
    process(950, 2, 900);
    proc.answer("950/status", status("950\t2", 6999));
    assertThat(list(Set.of(950L)).get(0).uid()).isEqualTo(65534);
    proc.answer(
        "950/uid_map", "garbage\n 0 6999 1 1\n  5 6999 x\n         9       6999          1\n");
    assertThat(list(Set.of(950L)).get(0).uid()).isEqualTo(9);
  }

  @Test
  void deniedProcessIsLeftOutAndAJvmWithoutDescriptorsIsAnError() throws Exception {
    process(950, 2, 900);
    proc.answer("950/stat", new FileSystemException("950/stat", null, "Operation not permitted"));
    assertThat(list(Set.of(950L))).isEmpty();
    proc.answer("self/stat", new FileSystemException("stat", null, "Too many open files"));
    assertThatThrownBy(() -> list(Set.of(950L)))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("Operation not permitted");
  }

  @Test
  void unknownFormatIsAnErrorUnlessTheProcessHasEnded() throws Exception {
    process(950, 2, 900);
    proc.answer("950/stat", "950 p2 S 900");
    assertThatThrownBy(() -> list(Set.of(950L))).hasMessageContaining("unknown format");
    proc.answer("950/stat", new IOException("No such process")).remove("950");
    assertThat(list(Set.of(950L))).isEmpty();
  }

  @Test
  void missingProcIsAnError() {
    proc.remove("self/stat");
    assertThatThrownBy(() -> list(Set.of(950L))).isInstanceOf(UnsupportedHostException.class);
  }
}
