package io.kotha.examples.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Mount.Access;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.isolation.Network;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Tests of the sandbox and command that command line options describe. */
class RunOptionsTest {

  @Test
  void defaultsAreThoseOfTheApi() throws IOException {
    SandboxSpec spec = spec("host -- true");
    assertThat(spec.limits()).isEqualTo(Limits.NONE);
    assertThat(spec.files().rootfs()).isEqualTo(Rootfs.host());
    assertThat(spec.files().mounts()).isEmpty();
    assertThat(spec.isolation().shared()).isEmpty();
    assertThat(spec.isolation().network()).isEqualTo(Network.NONE);
    assertThat(spec.isolation().syscalls()).isEqualTo(SyscallPolicy.standard());
    assertThat(spec.identity().capabilities()).isEmpty();
    assertThat(spec.identity().user()).isEqualTo(User.ROOT);
    Command command = parse("host -- true").toRun();
    assertThat(command).isEqualTo(Command.of("true").inheritIo());
  }

  @Test
  void limitOptionsReachTheSandbox() throws IOException {
    Limits limits =
        spec("--memory 64MB --swap --pids 32 --cpus 0.5 --cpuset 0-1 --cpu-time 2s --wall-time 10s --output 1MB"
                + " --stack 8MiB --open-files 64 --file-size 10MB --accept-rlimits host -- true")
            .limits();
    assertThat(limits.memory().max()).isEqualTo(MemorySize.MB(64));
    assertThat(limits.memory().swap()).isNull();
    assertThat(limits.pids()).isEqualTo(32);
    assertThat(limits.cpu().rate()).isEqualTo(0.5);
    assertThat(limits.cpu().cpus()).isEqualTo(CpuSet.of(0, 1));
    assertThat(limits.time().cpu()).isEqualTo(Duration.ofSeconds(2));
    assertThat(limits.time().wall()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.output()).isEqualTo(MemorySize.MB(1));
    assertThat(limits.process().stack()).isEqualTo(MemorySize.MiB(8));
    assertThat(limits.process().openFiles()).isEqualTo(64);
    assertThat(limits.process().fileSize()).isEqualTo(MemorySize.MB(10));
    assertThat(limits.fallback()).isEqualTo(Limits.Fallback.RLIMITS);
  }

  @Test
  void fileOptionsReachTheSandbox() throws IOException {
    SandboxSpec.Files files =
        spec("--bind /data:/mnt --bind /scratch:/s:rw --tmpfs /t:1MB --tmpfs /u --writable"
                + " --copy-in /a:/b --copy-out /out:/o /srv/alpine -- true")
            .files();
    assertThat(files.rootfs())
        .isEqualTo(new Rootfs.Directory(Path.of("/srv/alpine"), Rootfs.Mode.WRITABLE));
    assertThat(files.mounts())
        .containsExactlyInAnyOrder(
            new Mount.Bind(Path.of("/data"), "/mnt", Access.READ_ONLY),
            new Mount.Bind(Path.of("/scratch"), "/s", Access.READ_WRITE),
            new Mount.Tmpfs("/t", MemorySize.MB(1)),
            new Mount.Tmpfs("/u", MemorySize.MiB(64)));
    assertThat(files.copyIns()).singleElement().hasFieldOrPropertyWithValue("target", "/b");
    assertThat(files.copyOuts())
        .singleElement()
        .hasFieldOrPropertyWithValue("source", "/out")
        .hasFieldOrPropertyWithValue("target", Path.of("/o"));
  }

  /** A mount hides what lies below its mount point, so a deeper one must come later. */
  @Test
  void deeperMountsComeLater() throws IOException {
    for (String options :
        List.of(
            "--tmpfs /mnt/a/b:1MB --bind /x:/mnt --bind /y:/mnt/a",
            "--bind /y:/mnt/a --tmpfs /mnt/a/b:1MB --bind /x:/mnt",
            "--bind /x:/mnt --bind /y:/mnt/a --tmpfs /mnt/a/b:1MB")) {
      assertThat(spec(options + " host -- true").files().mounts())
          .as(options)
          .extracting(Mount::target)
          .containsExactly("/mnt", "/mnt/a", "/mnt/a/b");
    }
    assertThat(spec("--tmpfs /a --bind /x:/b --tmpfs /c host -- true").files().mounts())
        .as("mounts of the same depth keep the order of the arguments")
        .extracting(Mount::target)
        .containsExactly("/a", "/b", "/c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--memory 64MB --pids 3 -t host -- sh -c x --pids 9 -- -t",
        "host --memory 64MB --pids 3 -t -- sh -c x --pids 9 -- -t",
        "--memory=64MB host -t --pids 3 -- sh -c x --pids 9 -- -t",
        "--memory=64MB host --pids=3 -t sh -c x --pids 9 -- -t",
        "--pids 3 -t --memory 64MB host sh -c x --pids 9 -- -t"
      })
  void optionsStandBeforeOrAfterTheRootfs(String line) throws IOException {
    RunCommand run = parse(line);
    Limits limits = run.sandbox().spec().limits();
    assertThat(limits.memory().max()).isEqualTo(MemorySize.MB(64));
    assertThat(limits.pids()).isEqualTo(3);
    assertThat(run.sandbox().spec().files().rootfs()).isEqualTo(Rootfs.host());
    assertThat(run.toRun().terminal()).isNotNull();
    assertThat(run.toRun().argv()).containsExactly("sh", "-c", "x", "--pids", "9", "--", "-t");
  }

  @Test
  void isolationOptionsReachTheSandbox() throws IOException {
    SandboxSpec spec =
        spec(
            "--share net,PID --loopback --hostname web --time-offset 3d --seccomp none"
                + " --name web-1 --cgroup-parent /judge host -- true");
    assertThat(spec.isolation().shared()).containsExactlyInAnyOrder(Namespace.NET, Namespace.PID);
    assertThat(spec.files().proc()).isEqualTo(SandboxSpec.Proc.NONE);
    assertThat(spec.isolation().network()).isEqualTo(Network.LOOPBACK);
    assertThat(spec.isolation().hostname()).isEqualTo("web");
    assertThat(spec.isolation().time().boottime()).isEqualTo(Duration.ofDays(3));
    assertThat(spec.isolation().syscalls()).isEqualTo(SyscallPolicy.none());
    assertThat(spec.placement()).isEqualTo(new SandboxSpec.Placement("web-1", "/judge"));
  }

  @Test
  void capabilitiesAreNoneByDefault() throws IOException {
    assertThat(capabilities("--cap-drop net_raw")).isZero();
    assertThat(capabilities("--cap-drop=all")).isZero();
    assertThat(capabilities("--cap-add CAP_CHOWN,kill")).isEqualTo(0b100001);
    assertThat(capabilities("--cap-add docker-default")).isEqualTo(0xa80425fbL);
    assertThat(capabilities("--cap-drop net_raw --cap-add docker-default"))
        .isEqualTo(0xa80425fbL & ~(1L << 13));
    assertThat(capabilities("--cap-add all")).isEqualTo((1L << 41) - 1);
  }

  @Test
  void argumentsOfTheProgramAreNotParsed() {
    Command command =
        parse(
                "--env A=b=c --env E= --workdir /tmp --stdin /etc/hosts host -- sh -c x --memory @f"
                    + " --")
            .toRun();
    assertThat(command.argv()).containsExactly("sh", "-c", "x", "--memory", "@f", "--");
    assertThat(command.env())
        .containsEntry("A", "b=c")
        .containsEntry("E", "")
        .containsEntry("PATH", Command.DEFAULT_PATH)
        .hasSize(3);
    assertThat(command.workingDirectory()).isEqualTo("/tmp");
    assertThat(command.stdin()).isEqualTo(Stdio.from(Path.of("/etc/hosts")));
    assertThat(parse("host sh -c x").toRun().argv()).containsExactly("sh", "-c", "x");
  }

  @Test
  void limitedOutputIsPiped() {
    Command command = parse("--output 1MB host -- true").toRun();
    assertThat(command.stdout()).isEqualTo(Stdio.PIPE);
    assertThat(command.stderr()).isEqualTo(Stdio.PIPE);
    assertThat(command.stdin()).isEqualTo(Stdio.INHERIT);
  }

  @Test
  void terminalHasASize() {
    Command command = parse("-t host -- true").toRun();
    assertThat(command.terminal()).isNotNull();
    assertThat(command.terminal().columns()).isPositive();
  }

  @Test
  void userOptionReachesTheSandbox() throws IOException {
    assertThat(spec("--user 1000 host -- true").identity().user()).isEqualTo(new User(1000, 1000));
    assertThat(spec("--user 7:8 host -- true").identity().user()).isEqualTo(new User(7, 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run                               | Missing required
          run host                          | Missing required
          run host --                       | needs a program
          run --memory 5xx host -- true     | 5xx
          run --pids many host -- true      | many
          run --pids 0 host -- true         | pids
          run --cpu-time 2 host -- true     | not a duration: "2"
          run --share mount host -- true    | never shared
          run --share x host -- true        | 'x'
          run --bind /a host -- true        | SRC:DST
          run --bind /a:/b:x host -- true   | 'x'
          run --bind /a:b host -- true      | absolute
          run --tmpfs /a:b:c host -- true   | DST[:SIZE]
          run --cap-add flying host -- true | flying
          run --user me host -- true        | 'me'
          run --user -1 host -- true        | uid and gid
          run --name ../x host -- true      | ../x
          run --name . host -- true         | "."
          run --hostname a_b host -- true   | a_b
          run --env A host -- true          | KEY=VALUE
          run --seccomp /none host -- true  | /none
          run --seccomp standard host -- true | standard
          run -t --stdin /x host -- true    | cannot be combined
          run --workdir x host -- true      | absolute
          run --json /no/dir/x host -- true | /no/dir/x
          run --bogus host -- true          | --bogus
          run host --bogus -- true          | --bogus
          run host --memory 5xx -- true     | 5xx
          run host --memory                 | --memory
          run -d --learn /x host -- true    | cannot be combined
          run -dt --stdin /x host -- true   | cannot be combined
          exec                              | Missing required
          exec web                          | Missing required
          stop                              | Missing required
          stop -t -1 web                    | --time
          kill -s FOO web                   | not a signal: "FOO"
          rm --bogus web                    | --bogus
          walk                              | walk
          """)
  void invalidCommandLinePrintsOneLineAndExitsWithStatus125(String line, String expected) {
    StringWriter errors = new StringWriter();
    CommandLine ship = Ship.commandLine().setErr(new PrintWriter(errors));
    ship.getSubcommands().values().forEach(s -> s.setErr(new PrintWriter(errors)));
    assertThat(ship.execute(line.split(" "))).isEqualTo(125);
    assertThat(errors.toString()).startsWith("ship: ").contains(expected).hasLineCount(1);
  }

  private static long capabilities(String options) throws IOException {
    return Capability.mask(spec(options + " host -- true").identity().capabilities());
  }

  private static SandboxSpec spec(String line) throws IOException {
    return parse(line).sandbox().spec();
  }

  private static RunCommand parse(String line) {
    CommandLine ship = Ship.commandLine();
    ship.parseArgs(("run " + line).split(" "));
    return (RunCommand) ship.getSubcommands().get("run").getCommand();
  }
}
