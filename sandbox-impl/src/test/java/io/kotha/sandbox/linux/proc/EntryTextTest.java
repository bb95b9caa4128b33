package io.kotha.sandbox.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.isolation.User;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The texts of the kernel from which the ids and clocks of an entering program are read. */
class EntryTextTest {

  private static final String STATUS = "Name:\tx\nUid:\t7\t100005\t7\t7\nGid:\t7\t100006\t7\t7\n";
  private static final String MAP = "         0     100000      65536\n     70000       4000   1\n";

  private static EntryIds ids(String uids, String gids, User user) throws Exception {
    return EntryIdText.of(STATUS, uids, gids).chosen(user);
  }

  @Test
  void idsAreTranslatedIntoTheUserNamespaceThatIsEntered() throws Exception {
    assertThat(ids(MAP, MAP, null))
        .isEqualTo(new EntryIds(OptionalLong.of(5), OptionalLong.of(6), 100_005, 100_006));
    assertThat(ids(MAP, MAP, new User(1, 2)))
        .isEqualTo(new EntryIds(OptionalLong.of(1), OptionalLong.of(2), 100_001, 100_002));
  }

  @Test
  void idsAreTheHostsWithoutAUserNamespace() throws Exception {
    assertThat(ids(null, null, null))
        .isEqualTo(
            new EntryIds(OptionalLong.of(100_005), OptionalLong.of(100_006), 100_005, 100_006));
    assertThat(ids(null, null, new User(0, 1)))
        .isEqualTo(new EntryIds(OptionalLong.of(0), OptionalLong.of(1), 0, 1));
  }

  @Test
  void unmappedIdsAreEmptyOrAnErrorIfTheyWereChosen() throws Exception {
    assertThat(ids("", "", null))
        .isEqualTo(new EntryIds(OptionalLong.empty(), OptionalLong.empty(), 100_005, 100_006));
    assertThatThrownBy(() -> ids(MAP, "", null))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("only one of uid 100005 and gid 100006");
    assertThatThrownBy(() -> ids("0 5 1\n", MAP, new User(3, 3)))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("uid 3 is not mapped");
  }

  @Test
  void offsetsMayBeNegative() throws Exception {
    assertThat(
            TimeOffsetsText.parse(
                "monotonic           -5   500000000\nboottime    86400         0\n"))
        .isEqualTo(new TimeOffsets(Duration.ofMillis(-4500), Duration.ofDays(1)));
  }

  @Test
  void otherFormatsAreErrors() {
    assertThatThrownBy(() -> TimeOffsetsText.parse("monotonic 1 1\n"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> EntryIdText.of("Uid:\t1\t2\n", null, null))
        .isInstanceOf(IOException.class);
  }
}
