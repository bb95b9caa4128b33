package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MountEntryTest {

  @Test
  void readsAllFields() {
    List<MountEntry> mounts =
        MountEntry.parseAll(
            "32 31 0:29 /docker/a /sys/fs/cgroup/cpu ro,nosuid - cgroup cgroup rw,cpu,cpuacct\n");

    assertThat(mounts)
        .containsExactly(
            new MountEntry(
                "/docker/a",
                "/sys/fs/cgroup/cpu",
                Set.of("ro", "nosuid"),
                "cgroup",
                "cgroup",
                Set.of("rw", "cpu", "cpuacct")));
  }

  @Test
  void readsAnyCountOfOptionalFields() {
    assertThat(
            MountEntry.parseAll(
                """
                1 0 8:1 / / rw - ext4 /dev/sda1 rw
                2 1 0:5 / /proc rw shared:5 - proc proc rw
                3 1 0:6 / /sys rw shared:7 master:1 propagate_from:2 - sysfs sysfs rw
                """))
        .extracting(MountEntry::type)
        .containsExactly("ext4", "proc", "sysfs");
  }

  @Test
  void decodesOctalEscapes() {
    assertThat(
            MountEntry.parseAll(
                "1 0 8:1 /a\\134b /mnt/with\\040blank\\011tab\\012line - rw - x y rw\n"
                    + "1 0 8:1 /a\\134b /mnt/with\\040blank\\011tab\\012line rw - ext4 y rw\n"))
        .extracting(MountEntry::mountPoint, MountEntry::root)
        .contains(org.assertj.core.groups.Tuple.tuple("/mnt/with blank\ttab\nline", "/a\\b"));
  }

  @Test
  void loneBackslashStays() {
    assertThat(MountEntry.unescape("a\\9b\\04")).isEqualTo("a\\9b\\04");
  }

  @Test
  void malformedLinesAreSkipped() {
    assertThat(MountEntry.parseAll("\n1 2 3\n1 0 8:1 / / rw ext4 /dev/sda1 rw\n- - - -\n"))
        .isEmpty();
  }

  @Test
  void carriageReturnEndsNoLine() {
    assertThat(
            MountEntry.parseAll(
                "1 0 0:29 / /mnt rw - tmpfs a\r1 0 0:29 / /sys/fs/cgroup rw - cgroup2 b rw\n"))
        .extracting(MountEntry::mountPoint)
        .containsExactly("/mnt");
  }
}
