package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static io.kotha.sandbox.linux.plan.RoomFixture.ofUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.linux.plan.FileTree.EntryKind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generated files of {@code /etc}: their texts, their place in the tree, their space. */
class EtcFilesTest {

  private static final String ROOT = "root:x:0:0:root:/tmp:/bin/sh\n";
  private static final String NOBODY = "nobody:x:65534:65534:nobody:/tmp:/bin/sh\n";
  private static final String LOCALHOST =
      "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";

  private static RootLayout.Entry generated(String target) {
    return new RootLayout.Entry(RootLayout.EntryKind.GENERATED, target, "");
  }

  private static String text(RoomFixture room, String target) throws Exception {
    FileTree tree = room.assembled(generated(target)).plan().tree();
    assertThat(tree.entries().get(0).kind()).isEqualTo(EntryKind.FILE);
    assertThat(tree.entries().get(0).target()).isEqualTo(target);
    assertThat(tree.entries().get(0).flags()).isEmpty();
    return tree.entries().get(0).text();
  }

  @Test
  void passwdHasRootTheUserAndNobody() throws Exception {
    for (RoomFixture room : List.of(ofRoot(), ofUser())) {
      assertThat(text(room, EtcFiles.PASSWD)).isEqualTo(ROOT + NOBODY);
      assertThat(text(room.with(s -> s.user(1000, 5)), EtcFiles.PASSWD))
          .isEqualTo(ROOT + "user:x:1000:5::/tmp:/bin/sh\n" + NOBODY);
    }
  }

  @Test
  void groupHasRootTheGroupAndNobody() throws Exception {
    assertThat(text(ofRoot(), EtcFiles.GROUP)).isEqualTo("root:x:0:\nnobody:x:65534:\n");
    assertThat(text(ofRoot().with(s -> s.user(0, 5)), EtcFiles.GROUP))
        .isEqualTo("root:x:0:\nuser:x:5:\nnobody:x:65534:\n");
  }

  @Test
  void userWithoutIdInTheRoomGetsNoName() throws Exception {
    assertThat(text(ofRoot().with(s -> s.idMap(IdMap.none())), EtcFiles.PASSWD))
        .isEqualTo(ROOT + NOBODY);
  }

  @Test
  void userIsTheHostsWhereItsUserNamespaceIsShared() throws Exception {
    RoomFixture room = ofRoot().with(s -> s.share(Namespace.USER).user(3, 4));
    assertThat(text(room, EtcFiles.PASSWD)).contains("user:x:100003:100004:");
    assertThat(text(room, EtcFiles.GROUP)).contains("user:x:100004:");
  }

  @Test
  void hostsHasLocalhostAndTheHostNameIfTheRoomHasOne() throws Exception {
    assertThat(text(ofRoot().with(s -> s.hostname("alpha")), EtcFiles.HOSTS))
        .isEqualTo(LOCALHOST + "127.0.1.1\talpha\n");
    assertThat(text(ofRoot().with(s -> s.share(Namespace.UTS)), EtcFiles.HOSTS))
        .isEqualTo(LOCALHOST);
  }

  @Test
  void explainShowsTheTextInOneLine() throws Exception {
    String text = PlanText.of(ofRoot().assembled(generated(EtcFiles.GROUP)).plan());
    assertThat(text).contains("MOUNT[0] file /etc/group: root:x:0:; nobody:x:65534:\n");
  }

  @Test
  void imageDoesWithoutFileThatTheKernelRefuses() throws Exception {
    RoomFixture room = ofRoot().overlaid(generated(EtcFiles.HOSTS));
    assertThat(TreeText.lines(room.plan().tree())).startsWith("file /etc/hosts OPTIONAL");
  }

  @Test
  void filesTakeNothingOfTheQuota() throws Exception {
    RootLayout.Entry[] files = {generated(EtcFiles.PASSWD), generated(EtcFiles.HOSTS)};
    RoomFixture readOnly = ofRoot().assembled(files);
    RoomFixture writable =
        ofRoot().with(s -> s.writable().writableSize(MemorySize.KiB(4), 7)).overlaid(files);

    assertThat(readOnly.plan().tree().rootOptions()).isEqualTo("mode=0755,size=67117056");
    assertThat(writable.plan().tree().rootOptions()).isEqualTo("mode=0755,size=12288,nr_inodes=10");
  }

  @Test
  void rootThatIsDirectoryOfTheHostHasNoFiles() throws Exception {
    for (RoomFixture room : List.of(ofRoot(), ofRoot().with(s -> s.persistent()))) {
      assertThat(room.plan().tree().rootKind()).isEqualTo(RootKind.DIRECTORY);
      assertThat(room.plan().tree().entries()).noneMatch(e -> e.kind() == EntryKind.FILE);
    }
  }
}
