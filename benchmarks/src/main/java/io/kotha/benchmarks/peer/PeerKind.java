package io.kotha.benchmarks.peer;

import java.util.List;

/**
 * A supported isolator. Its flags request the isolation of a full room as far as possible; if that
 * can fail on some hosts, a second configuration requests less. The resulting isolation is observed
 * from outside.
 *
 * @param program the name of its command
 * @param ways its configurations, the one with the most isolation first
 */
record PeerKind(String program, List<Peer.Way> ways) {

  private static final PeerKind UNSHARE =
      new PeerKind(
          "unshare",
          (binary, root) ->
              new Prefixed(
                  binary,
                  "--user",
                  "--map-root-user",
                  "--mount",
                  "--pid",
                  "--net",
                  "--ipc",
                  "--uts",
                  "--cgroup",
                  "--fork",
                  "--kill-child",
                  "--propagation=private",
                  "--root=" + root.directory(),
                  "--mount-proc"));

  private static final PeerKind BUBBLEWRAP =
      new PeerKind(
          "bwrap",
          (binary, root) ->
              new Prefixed(
                  binary,
                  "--unshare-user",
                  "--uid",
                  "0",
                  "--gid",
                  "0",
                  "--unshare-pid",
                  "--unshare-net",
                  "--unshare-ipc",
                  "--unshare-uts",
                  "--unshare-cgroup",
                  "--ro-bind",
                  root.directory().toString(),
                  "/",
                  "--proc",
                  "/proc",
                  "--dev",
                  "/dev",
                  "--tmpfs",
                  "/tmp",
                  "--cap-drop",
                  "ALL",
                  "--new-session",
                  "--die-with-parent",
                  "--"));

  private static final PeerKind NSJAIL =
      new PeerKind(
          "nsjail",
          (binary, root) -> Nsjail.limited(binary, root, Nsjail.CGROUPS),
          (binary, root) -> Nsjail.limited(binary, root, List.of()));

  private static final PeerKind ISOLATE =
      new PeerKind("isolate", IsolateBoxes::withGroups, IsolateBoxes::withoutGroups);

  // Firejail's --chroot is disabled by default, so it keeps the host's root, read-only.
  private static final PeerKind FIREJAIL =
      new PeerKind(
          "firejail",
          (binary, root) ->
              new Prefixed(
                  List.of(
                      binary,
                      "--quiet",
                      "--noprofile",
                      "--net=none",
                      "--ipc-namespace",
                      "--caps.drop=all",
                      "--nonewprivs",
                      "--seccomp",
                      "--private-dev",
                      "--read-only=/",
                      "--"),
                  root.directory().toString()));

  private static final PeerKind CRUN =
      new PeerKind("crun", OciRuntime::open, OciRuntime::openCrunWithoutGroups);

  private static final PeerKind RUNC =
      new PeerKind("runc", OciRuntime::open, OciRuntime::openWithoutGroups);

  private static final PeerKind DOCKER = new PeerKind("docker", DockerImage::load);

  /** All supported isolators. */
  static final List<PeerKind> ALL =
      List.of(UNSHARE, BUBBLEWRAP, NSJAIL, ISOLATE, FIREJAIL, CRUN, RUNC, DOCKER);

  PeerKind {
    ways = List.copyOf(ways);
  }

  private PeerKind(String program, Peer.Way... ways) {
    this(program, List.of(ways));
  }
}
