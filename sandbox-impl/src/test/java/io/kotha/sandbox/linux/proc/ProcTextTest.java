package io.kotha.sandbox.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.inspect.CapabilitySet;
import io.kotha.sandbox.inspect.NamespaceInfo;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;

/** The parsers of text that the kernel writes, and in which a hostile process chooses its name. */
class ProcTextTest {

  private static final String STATUS =
      """
      Name:	%s
      State:	S (sleeping)
      Uid:	1000	%s	1002	1003
      Gid:	0	0	0	0
      Groups:	4 24\s
      CapInh:	0000000000000001
      CapPrm:	0000000000000002
      CapEff:	%s
      CapBnd:	000001ffffffffff
      CapAmb:	0000000000000008
      NoNewPrivs:	1
      """;

  static String stat(String name, long start) {
    return "12 (%s) S 1 12 12 0 -1 4194304 102 0 0 0 0 0 0 0 20 0 1 0 %d 3133440 418\n"
        .formatted(name, start);
  }

  static String status(String name, String uid, String effective) {
    return STATUS.formatted(name, uid, effective);
  }

  @Property
  void nameCannotForgeTheStartTime(
      @ForAll String name, @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long start) {
    assertThat(ProcStat.parse(stat(name, start))).contains(new ProcStat(name, 'S', 1, 0, start));
    String hostile = name + ") R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 7 7 (";
    assertThat(ProcStat.parse(stat(hostile, start)))
        .contains(new ProcStat(hostile, 'S', 1, 0, start));
  }

  @Property
  void anyTextIsParsedOrRefused(@ForAll String text) {
    assertThatCode(
            () -> {
              ProcStat.parse(text);
              ProcStatus.parse(text);
              ProcIds.parse(text);
              IdMapText.parse(text);
              NamespaceLink.inode(Namespace.NET, text);
              CommandName.shown(text);
            })
        .doesNotThrowAnyException();
  }

  @Property
  void cutOrChangedFileIsParsedOrRefused(
      @ForAll @IntRange(max = 120) int cut, @ForAll @IntRange(max = 120) int at, @ForAll char c) {
    String stat = stat("a) b", 77);
    String status = status("a", "1001", "0000000000000004");
    assertThatCode(
            () -> {
              ProcStat.parse(stat.substring(0, Math.min(cut, stat.length())));
              ProcStatus.parse(status.substring(0, Math.min(cut, status.length())));
              ProcIds.parse(new StringBuilder(status).insert(at, c).toString());
              ProcStat.parse(new StringBuilder(stat).insert(Math.min(at, 70), c).toString());
              ProcStatus.parse(new StringBuilder(status).insert(at, c).toString());
            })
        .doesNotThrowAnyException();
  }

  @Property
  void numbersOfAnyLengthInAMapAreParsedOrLeftOut(
      @ForAll @Size(max = 4) List<@NumericChars String> words) {
    assertThatCode(() -> IdMapText.parse(String.join(" ", words)).inside(7))
        .doesNotThrowAnyException();
  }

  @Example
  void statWithoutAStartTimeIsRefused() {
    assertThat(ProcStat.parse("")).isEmpty();
    assertThat(ProcStat.parse("12 a S 1")).isEmpty();
    assertThat(ProcStat.parse("12 )a( S 1")).isEmpty();
    assertThat(ProcStat.parse("12 (a)")).isEmpty();
    assertThat(ProcStat.parse("12 (a) S 1 2 3")).isEmpty();
    assertThat(ProcStat.parse(stat("a", 5).replace(" 5 ", " -5 "))).isEmpty();
    assertThat(ProcStat.parse(stat("a", 5).replace(" 5 ", " 9999999999999999999 "))).isEmpty();
    assertThat(ProcStat.parse(stat("a", 5).replace(" S ", " SS "))).isEmpty();
  }

  @Example
  void endedProcessIsAZombie() {
    assertThat(ProcStat.parse(stat("a", 5).replace(" S ", " Z ")).orElseThrow().isZombie())
        .isTrue();
    assertThat(ProcStat.parse(stat("a", 5).replace(" S ", " X ")).orElseThrow().isZombie())
        .isTrue();
    assertThat(ProcStat.parse(stat("Z", 5)).orElseThrow().isZombie()).isFalse();
  }

  @Example
  void statusHasTheEffectiveUidAndFiveSets() {
    assertThat(ProcStatus.parse(status("a", "4294967294", "ffffffffffffffff")))
        .contains(
            new ProcStatus(
                4_294_967_294L,
                new CapabilitySet(1),
                new CapabilitySet(2),
                new CapabilitySet(-1),
                new CapabilitySet(0x1ffffffffffL),
                new CapabilitySet(8)));
  }

  /** The kernel escapes a newline of the name, but no carriage return. */
  @Example
  void nameCannotForgeALineOfStatus() {
    String forged = status("a\\nUid:\t0\t0\t0\t0\rCapEff:\tff", "1001", "0000000000000004");
    ProcStatus status = ProcStatus.parse(forged).orElseThrow();
    assertThat(status.uid()).isEqualTo(1001);
    assertThat(status.effective().mask()).isEqualTo(4);
  }

  @Example
  void statusOfAnotherFormatIsRefused() {
    String sound = status("a", "1001", "0000000000000004");
    assertThat(ProcStatus.parse(sound)).isPresent();
    assertThat(ProcStatus.parse(sound.replace("CapAmb", "CapXyz"))).isEmpty();
    assertThat(ProcStatus.parse(sound.replace("\t1001", ""))).isEmpty();
    assertThat(ProcStatus.parse(sound.replace("\t1003", "\t1003\t1004"))).isEmpty();
    for (String uid : List.of("-1", "x", "", "99999999999")) {
      assertThat(ProcStatus.parse(status("a", uid, "0000000000000004"))).as(uid).isEmpty();
    }
    for (String mask :
        List.of("", "4", "00000000000000004", "000000000000000g", "+00000000000004")) {
      assertThat(ProcStatus.parse(status("a", "1001", mask))).as(mask).isEmpty();
    }
  }

  @Example
  void linkHasTheInodeOfItsType() {
    assertThat(NamespaceLink.inode(Namespace.NET, "net:[4026531840]")).hasValue(4026531840L);
    assertThat(NamespaceLink.inode(Namespace.MOUNT, "mnt:[1]")).hasValue(1);
    for (String link :
        List.of(
            "pid:[1]", "net:[]", "net:[-1]", "net:[1", "net:[1] ", "net:[9999999999999999999]")) {
      assertThat(NamespaceLink.inode(Namespace.NET, link)).as(link).isEmpty();
    }
  }

  @Example
  void commandShowsWhatATerminalObeys() {
    assertThat(shown("java")).isEqualTo("java");
    assertThat(shown("a b (c)")).isEqualTo("a b (c)");
    assertThat(shown("\u001b[2J\n\t\r")).isEqualTo("\\u001b[2J\\u000a\\u0009\\u000d");
    assertThat(shown("a\u202eb")).isEqualTo("a\\u202eb");
    assertThat(shown("\\u001b")).isEqualTo("\\\\u001b");
    assertThat(shown("कोठा")).isEqualTo("कोठा");
    // A name of 15 bytes may end within a character.
    assertThat(CommandName.shown("a\u00e0\u00a4")).isEqualTo("a\ufffd");
  }

  @Property
  void shownCommandHasNoControlCharacter(@ForAll @Size(max = 63) byte[] name) {
    String shown = CommandName.shown(new String(name, StandardCharsets.ISO_8859_1));
    assertThat(shown.codePoints().noneMatch(Character::isISOControl)).isTrue();
  }

  private static String shown(String name) {
    return CommandName.shown(
        new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  @Property
  void rowsCountEveryProcessOnce(@ForAll List<@IntRange(min = 1, max = 4) Integer> inodes) {
    List<NamespaceTable.Member> members =
        java.util.stream.IntStream.range(0, inodes.size())
            .mapToObj(i -> member(inodes.size() - i, inodes.get(i)))
            .toList();
    List<NamespaceInfo> rows = NamespaceTable.of(members);
    assertThat(rows.stream().mapToInt(NamespaceInfo::processes).sum()).isEqualTo(members.size());
    assertThat(rows).isSortedAccordingTo(Comparator.comparingLong(NamespaceInfo::inode));
    for (NamespaceInfo row : rows) {
      long lowest =
          members.stream()
              .filter(m -> m.inodes().containsValue(row.inode()))
              .mapToLong(NamespaceTable.Member::pid)
              .min()
              .orElseThrow();
      assertThat(row.lowestPid()).isEqualTo(lowest);
      assertThat(row.uid()).isEqualTo(lowest + 100);
      assertThat(row.command()).isEqualTo("p" + lowest);
    }
  }

  private static NamespaceTable.Member member(long pid, long inode) {
    return new NamespaceTable.Member(pid, pid + 100, "p" + pid, Map.of(Namespace.PID, inode));
  }
}
