package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.Landlock.Access;
import io.kotha.sandbox.linux.plan.Domain.Rule;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource.Kind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Landlock domains. The bits are those of linux/landlock.h. */
class DomainPlannerTest {

  private static final long READ_AND_EXECUTE = 0b1101;

  /** Every right of a directory but EXECUTE, READ_FILE, READ_DIR and the making of devices. */
  private static final long WRITE = 0xf7b2;

  private static final long ALL_BUT_DEVICES = 0xf7bf;
  private static final long MAKE_SOCKET = 1 << 9;
  private static final long WRITE_FILE = 0xc002; // with TRUNCATE and IOCTL_DEV
  private static final long ONE_FILE = 0xc007;

  private static Domain domain(int abi, UnaryOperator<Sandbox> change) throws Exception {
    return RoomFixture.on(HostBuilder.root().landlock(abi)).with(change).plan().domain();
  }

  private static Domain domain(UnaryOperator<Sandbox> change) throws Exception {
    return domain(HostBuilder.LANDLOCK, change);
  }

  private static UnaryOperator<Sandbox> landlock(Landlock landlock) {
    return sandbox -> sandbox.landlock(landlock);
  }

  // ---- whether there is one ----

  @Test
  void kernelWithoutLandlockGetsNoDomainUnlessItIsRequired() throws Exception {
    assertThat(domain(0, s -> s)).isEqualTo(Domain.NONE);
    assertThat(
            RoomFixture.on(HostBuilder.root().landlock(0))
                .with(landlock(Landlock.required()))
                .refused())
        .singleElement()
        .satisfies(
            missing -> {
              assertThat(missing.feature()).isEqualTo("landlock");
              assertThat(missing.reason()).doesNotContain("version");
              assertThat(missing.remedy()).contains("Linux 5.13", "lsm=landlock");
            });
    assertThat(domain(1, landlock(Landlock.required()))).isNotEqualTo(Domain.NONE);
  }

  @Test
  void portsNeedVersionFour() throws Exception {
    for (Landlock ports :
        new Landlock[] {Landlock.off().bindTcp(1), Landlock.off().connectTcp(1)}) {
      assertThat(RoomFixture.on(HostBuilder.root().landlock(3)).with(landlock(ports)).refused())
          .singleElement()
          .satisfies(
              missing -> {
                assertThat(missing.reason()).contains("version 3");
                assertThat(missing.remedy()).contains("Linux 6.7");
              });
      assertThat(domain(4, landlock(ports)).ports()).isNotZero();
    }
    assertThat(
            RoomFixture.on(HostBuilder.root().landlock(0))
                .with(landlock(Landlock.off().bindTcp(1)))
                .refused())
        .singleElement()
        .satisfies(missing -> assertThat(missing.remedy()).contains("Linux 6.7"));
    assertThat(
            RoomFixture.on(HostBuilder.root().landlock(1))
                .with(landlock(Landlock.off().bindTcp(1)))
                .refused())
        .singleElement()
        .satisfies(missing -> assertThat(missing.reason()).contains("version 1"));
  }

  @Test
  void domainIsOffWhereItIsTurnedOff() throws Exception {
    assertThat(domain(landlock(Landlock.off()))).isEqualTo(Domain.NONE);
  }

  @Test
  void roomThatMountsOrUsesQueuesOfTheHostHasNoDomainUnlessItIsRequired() throws Exception {
    UnaryOperator<Sandbox> mounts = s -> s.keepCaps(Capability.SYS_ADMIN);
    UnaryOperator<Sandbox> queues = s -> s.share(Namespace.IPC);

    assertThat(domain(mounts)).isEqualTo(Domain.NONE);
    assertThat(domain(queues)).isEqualTo(Domain.NONE);
    assertThat(domain(s -> mounts.apply(s).landlock(Landlock.required())))
        .isNotEqualTo(Domain.NONE);
    assertThat(domain(s -> s.keepCaps(Capability.KILL))).isNotEqualTo(Domain.NONE);
    assertThat(domain(s -> s.share(Namespace.UTS))).isNotEqualTo(Domain.NONE);
  }

  // ---- what it handles ----

  @ParameterizedTest
  @CsvSource({
    "1, 0x1fff, 0",
    "2, 0x3fff, 0",
    "3, 0x7fff, 0",
    "4, 0x7fff, 0",
    "5, 0xffff, 0",
    "6, 0xffff, 3",
    "7, 0xffff, 3",
  })
  void everyAccessThatTheKernelKnowsIsHandled(int abi, String files, long scoped) throws Exception {
    Domain domain = domain(abi, s -> s);

    assertThat(domain.files()).isEqualTo(Long.decode(files));
    assertThat(domain.ports()).isZero();
    assertThat(domain.scoped()).isEqualTo(scoped);
    assertThat(domain.rules()).allMatch(rule -> (rule.rights() & ~domain.files()) == 0);
  }

  @Test
  void signalsStayInTheRoomAlsoIfTheNetworkIsShared() throws Exception {
    assertThat(domain(s -> s.share(Namespace.NET)).scoped()).isEqualTo(2);
  }

  // ---- rules that repeat the mounts ----

  @Test
  void plainRoomWritesItsOwnFileSystemsOnly() throws Exception {
    assertThat(domain(s -> s).rules())
        .containsExactly(
            new Rule("/", 0, READ_AND_EXECUTE),
            new Rule("/proc", 0, WRITE_FILE),
            new Rule("/dev", 0, WRITE_FILE),
            new Rule("/dev/shm", 0, WRITE),
            new Rule("/dev/mqueue", 0, WRITE | 0b1100),
            new Rule("/tmp", 0, WRITE));
  }

  @Test
  void writableRootMakesNoDevices() throws Exception {
    assertThat(
            ofRoot()
                .with(Sandbox::writable)
                .layout(RootKind.OVERLAY, RootLayout.Mapping.IDMAPPED)
                .plan()
                .domain()
                .rules())
        .startsWith(new Rule("/", 0, ALL_BUT_DEVICES));
  }

  /**
   * Rooms that share a directory of the host could pass each other descriptors through a socket.
   */
  @Test
  void noSocketIsMadeOnTheHost() throws Exception {
    assertThat(domain(Sandbox::persistent).rules())
        .startsWith(new Rule("/", 0, ALL_BUT_DEVICES & ~MAKE_SOCKET));
  }

  /** Landlock unites the rights of all directories above a file, also across mount points. */
  @Test
  void noRuleAboveWritableBindPermitsSockets() throws Exception {
    RoomFixture room =
        ofRoot()
            .layout(RootKind.OVERLAY, RootLayout.Mapping.IDMAPPED)
            .with(s -> s.writable().tmpfs("/memory", MemorySize.MiB(1)))
            .with(s -> s.bindWritable(Path.of("/a"), "/memory/deep/data"))
            .with(s -> s.tmpfs("/memory2", MemorySize.MiB(1)))
            .binds(new BindSource("/a", Kind.DIRECTORY, false));

    assertThat(socketPlaces(room)).containsExactly("/dev/shm", "/dev/mqueue", "/tmp", "/memory2");
  }

  @Test
  void noRuleOfMountThatWritableBindCoversPermitsSockets() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.tmpfs("/memory/inner", MemorySize.MiB(1)))
            .with(s -> s.bindWritable(Path.of("/a"), "/tmp").bindWritable(Path.of("/b"), "/memory"))
            .binds(
                new BindSource("/a", Kind.DIRECTORY, false),
                new BindSource("/b", Kind.DIRECTORY, false));

    assertThat(socketPlaces(room)).containsExactly("/dev/shm", "/dev/mqueue");
  }

  @Test
  void readOnlyBindAndBindOfOneFileLeaveSocketsPossible() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.bind(Path.of("/a"), "/tmp/a").bindWritable(Path.of("/b"), "/tmp/b"))
            .binds(
                new BindSource("/a", Kind.DIRECTORY, false),
                new BindSource("/b", Kind.FILE, false));

    assertThat(socketPlaces(room)).containsExactly("/dev/shm", "/dev/mqueue", "/tmp");
  }

  @Test
  void ruleOfTheCallerPermitsNoSocketOnTheHost() throws Exception {
    Landlock rules =
        Landlock.required()
            .file("/", Access.WRITE)
            .file("/srv", Access.WRITE)
            .file("/data/deep", Access.WRITE)
            .file("/read", Access.WRITE)
            .file("/tmp", Access.WRITE);
    RoomFixture room =
        ofRoot()
            .with(s -> s.bindWritable(Path.of("/a"), "/data").bind(Path.of("/a"), "/read"))
            .with(landlock(rules))
            .binds(
                new BindSource("/a", Kind.DIRECTORY, false),
                new BindSource("/a", Kind.DIRECTORY, false));

    assertThat(socketPlaces(room)).containsExactly("/tmp");
  }

  private static List<String> socketPlaces(RoomFixture room) throws Exception {
    return room.plan().domain().rules().stream()
        .filter(rule -> (rule.rights() & MAKE_SOCKET) != 0)
        .map(Rule::path)
        .toList();
  }

  @Test
  void oldKernelGetsNoRightThatItDoesNotKnow() throws Exception {
    assertThat(domain(1, s -> s).rules())
        .contains(new Rule("/tmp", 0, WRITE & 0x1fff), new Rule("/dev", 0, WRITE_FILE & 0x1fff));
  }

  @Test
  void bindsAreWritableInTheDomainAsTheyAreMounted() throws Exception {
    Domain domain =
        ofRoot()
            .with(s -> s.bind(Path.of("/a"), "/read").bindWritable(Path.of("/b"), "/write"))
            .with(s -> s.bindWritable(Path.of("/c"), "/file"))
            .with(s -> s.bindWritable(Path.of("/d"), "/dev/file"))
            .with(s -> s.tmpfs("/memory", MemorySize.MiB(1)))
            .binds(
                new BindSource("/a", Kind.DIRECTORY, false),
                new BindSource("/b", Kind.DIRECTORY, false),
                new BindSource("/c", Kind.FILE, false),
                new BindSource("/d", Kind.FILE, false))
            .plan()
            .domain();

    assertThat(domain.rules())
        .endsWith(
            new Rule("/tmp", 0, WRITE),
            new Rule("/write", 0, WRITE & ~MAKE_SOCKET),
            new Rule("/file", 0, WRITE_FILE),
            new Rule("/memory", 0, WRITE));
  }

  @Test
  void assembledRootIsReadOnlyInTheDomain() throws Exception {
    assertThat(
            ofRoot()
                .assembled(
                    new RootLayout.Entry(RootLayout.EntryKind.DIRECTORY, "/usr", "/usr"),
                    new RootLayout.Entry(RootLayout.EntryKind.SYMLINK, "/lib", "usr/lib"))
                .plan()
                .domain()
                .rules())
        .extracting(Rule::path)
        .containsExactly("/", "/proc", "/dev", "/dev/shm", "/dev/mqueue", "/tmp");
    assertThat(
            ofRoot().layout(RootKind.OVERLAY, RootLayout.Mapping.IDMAPPED).plan().domain().rules())
        .filteredOn(rule -> rule.path().equals("/"))
        .containsExactly(new Rule("/", 0, READ_AND_EXECUTE));
  }

  // ---- rules of the caller ----

  @ParameterizedTest
  @CsvSource({"READ, 0xc", "EXECUTE, 0x1", "WRITE, 0xf7b2"})
  void ruleOfTheCallerGrantsNoMoreThanItSays(Access access, String rights) throws Exception {
    assertThat(domain(landlock(Landlock.required().file("/tmp", access))).rules())
        .containsExactly(new Rule("/tmp", 0, Long.decode(rights)));
  }

  @Test
  void ruleOfOneFileHasNoRightOfDirectories() throws Exception {
    assertThat(
            domain(
                    landlock(
                        Landlock.required()
                            .file("/dev/null", Access.READ, Access.WRITE, Access.EXECUTE)
                            .file("/tmp", Access.READ, Access.WRITE, Access.EXECUTE)))
                .rules())
        .containsExactly(new Rule("/dev/null", 0, ONE_FILE), new Rule("/tmp", 0, ALL_BUT_DEVICES));
  }

  @Test
  void lastMountAtPathDecidesIfItIsFile() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.bind(Path.of("/a"), "/x").tmpfs("/x", MemorySize.MiB(1)))
            .with(landlock(Landlock.required().file("/x", Access.WRITE)))
            .binds(new BindSource("/a", Kind.FILE, false));

    assertThat(room.plan().domain().rules()).containsExactly(new Rule("/x", 0, WRITE));
  }

  @Test
  void portsAreGrantedOneByOne() throws Exception {
    Domain domain = domain(landlock(Landlock.required().bindTcp(80, 443).connectTcp(53)));

    assertThat(domain.ports()).isEqualTo(0b11);
    assertThat(domain.rules())
        .endsWith(new Rule("", 80, 1), new Rule("", 443, 1), new Rule("", 53, 2));
  }

  @Test
  void emptySetOfPortsGrantsNone() throws Exception {
    Domain bind = domain(landlock(Landlock.required().bindTcp()));
    Domain connect = domain(landlock(Landlock.required().connectTcp()));

    assertThat(bind.ports()).isEqualTo(1);
    assertThat(connect.ports()).isEqualTo(2);
    assertThat(bind.rules()).noneMatch(rule -> rule.path().isEmpty());
  }

  @Test
  void ruleIsDescribedByPathOrPort() {
    assertThat(new Rule("/srv", 0, 1).describe()).contains("/srv");
    assertThat(new Rule("", 53, 1).describe()).contains("TCP", "53");
  }
}
