package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static io.kotha.sandbox.linux.plan.RoomFixture.ofUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource;
import io.kotha.sandbox.linux.plan.FileInputs.BindSource.Kind;
import io.kotha.sandbox.linux.plan.FileTree.Source;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mounts of the caller: binds, tmpfs and the directories of copied files. */
class CallerMountsTest {

  private static List<String> lines(RoomFixture room) throws Exception {
    return TreeText.lines(room.plan().tree());
  }

  @Test
  void bindsAreReadOnlyUnlessAskedFor() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.bind(Path.of("/a"), "/ra").bind(Path.of("/b"), "/rb"))
            .with(s -> s.bindWritable(Path.of("/c"), "/wc").bindWritable(Path.of("/d"), "/wd"))
            .binds(
                new BindSource("/real/a", Kind.DIRECTORY, true),
                new BindSource("/real/b", Kind.FILE, false),
                new BindSource("/real/c", Kind.DIRECTORY, false),
                new BindSource("/real/d", Kind.FILE, false));

    assertThat(lines(room))
        .endsWith(
            "bind /ra < /real/a (ro,nosuid,nodev) IDMAP RECURSIVE UNMAPPED MAKE_DIRECTORY",
            "bind /rb < /real/b (ro,nosuid,nodev) MAKE_FILE",
            "bind /wc < /real/c (nosuid,nodev) IDMAP RECURSIVE MAKE_DIRECTORY",
            "bind /wd < /real/d (nosuid,nodev) IDMAP MAKE_FILE NO_LINKS");
  }

  /** A file system that a caller names may not answer the zygote; the system's own does. */
  @Test
  void sourcesOfTheCallerArePassedByARootJvm() throws Exception {
    for (RoomFixture room : List.of(ofRoot(), ofUser())) {
      room.with(s -> s.bind(Path.of("/a"), "/ra").bindWritable(Path.of("/b"), "/wb"))
          .binds(
              new BindSource("/real/a", Kind.DIRECTORY, false),
              new BindSource("/real/b", Kind.FILE, false));
      assertThat(room.plan().tree().sources())
          .filteredOn(source -> source.flags().contains(SourceFlag.PASSED))
          .extracting(Source::path)
          .isEqualTo(room.host().isRoot() ? List.of("/image", "/real/a", "/real/b") : List.of());
    }
  }

  @Test
  void writableBindIsIdmappedByRootOnly() throws Exception {
    for (RoomFixture room : List.of(ofUser(), ofRoot().with(s -> s.share(Namespace.USER)))) {
      room.with(s -> s.bindWritable(Path.of("/c"), "/wc"))
          .binds(new BindSource("/real/c", Kind.DIRECTORY, false));
      assertThat(lines(room))
          .endsWith("bind /wc < /real/c (nosuid,nodev) RECURSIVE MAKE_DIRECTORY");
    }
  }

  @Test
  void mountsOfTheCallerComeLastAndInItsOrder() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.user(3, 4))
            .with(s -> s.bind(Path.of("/a"), "/x").tmpfs("/x/y", MemorySize.KiB(64)))
            .with(s -> s.bind(Path.of("/b"), "/x/y/z"))
            .binds(
                new BindSource("/real/a", Kind.DIRECTORY, false),
                new BindSource("/real/b", Kind.FILE, false));

    assertThat(lines(room))
        .endsWith(
            TreePlannerTest.END.get(1),
            "bind /x < /real/a (ro,nosuid,nodev) RECURSIVE MAKE_DIRECTORY",
            "tmpfs /x/y mode=0755,uid=3,gid=4,size=65536,nr_inodes=64 (nosuid,nodev)"
                + " MAKE_DIRECTORY",
            "bind /x/y/z < /real/b (ro,nosuid,nodev) MAKE_FILE");
  }

  @Test
  void tmpfsBelongsToThePayload() throws Exception {
    assertThat(tmpfs(ofRoot().with(s -> s.user(3, 4)))).contains("mode=0755,uid=3,gid=4,");
    assertThat(tmpfs(ofRoot().with(s -> s.share(Namespace.USER).user(3, 4))))
        .contains("mode=0755,uid=100003,gid=100004,");
    assertThat(tmpfs(ofUser().with(s -> s.user(3, 4)))).contains("mode=0755,size=");
    assertThat(tmpfs(ofRoot().with(s -> s.idMap(IdMap.none())))).contains("mode=0755,size=");
    assertThat(tmpfs(ofUser().with(s -> s.idMap(IdMap.range(0, 200_000, 10)).user(3, 4))))
        .contains("mode=0755,uid=3,gid=4,");
  }

  private static String tmpfs(RoomFixture room) throws Exception {
    List<String> lines = lines(room.with(s -> s.tmpfs("/mine", MemorySize.KiB(64))));
    return lines.get(lines.size() - 1);
  }

  @Test
  void directoryOfCopiedFileBecomesTmpfsOfThePayload() throws Exception {
    RoomFixture room = ofRoot().with(s -> s.user(3, 4).copyIn(new byte[0], "/work/in.txt"));

    assertThat(lines(room))
        .endsWith(
            "tmpfs /work mode=0755,uid=3,gid=4,"
                + TreePlannerTest.TMP
                + " (nosuid,nodev) MAKE_DIRECTORY");
  }

  /** A later tmpfs would cover the bind, and what the program writes there would be lost. */
  @Test
  void directoryOfCopiedFileIsMountedBeforeTheMountsInIt() throws Exception {
    RoomFixture room =
        ofRoot()
            .with(s -> s.bind(Path.of("/a"), "/work").bindWritable(Path.of("/b"), "/work/out"))
            .with(s -> s.tmpfs("/box/out", MemorySize.KiB(64)))
            .with(s -> s.copyIn(new byte[0], "/work/in.txt").copyIn(new byte[0], "/box/in.txt"))
            .binds(
                new BindSource("/a", Kind.DIRECTORY, false),
                new BindSource("/b", Kind.DIRECTORY, false));

    assertThat(lines(room).stream().map(line -> line.split(" ")[1]))
        .endsWith("/tmp", "/box", "/work", "/work", "/work/out", "/box/out");
  }
}
