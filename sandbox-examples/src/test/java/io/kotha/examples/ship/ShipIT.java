package io.kotha.examples.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kotha.examples.fixture.OtherJvm;
import io.kotha.examples.fixture.SmallRoot;
import io.kotha.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the command {@code ship}: output, exit status and JSON report. */
@Timeout(120)
class ShipIT {

  @TempDir Path dir;

  @Test
  void stdioPassesThrough() throws Exception {
    OtherJvm run = ship("line\n", "host", "--", "/bin/sh", "-c", "cat; echo err >&2; exit 7");
    assertThat(run.out()).isEqualTo("line\n");
    assertThat(run.err()).isEqualTo("err\n");
    assertThat(run.status()).isEqualTo(7);
  }

  @Test
  void exitStatusIsAShells() throws Exception {
    assertThat(ship("", "host", "--", "/bin/sh", "-c", "kill -TERM $$").status()).isEqualTo(143);
    OtherJvm missing = ship("", "host", "--", "/no/such/program");
    assertThat(missing.status()).isEqualTo(127);
    assertThat(missing.err()).startsWith("ship: ").hasLineCount(1).contains("/no/such/program");
    assertThat(ship("", "host", "--", "/etc/ld.so.conf").status()).isEqualTo(126);
    OtherJvm unbuilt = ship("", "/no/such/root", "--", "/bin/true");
    assertThat(unbuilt.status()).isEqualTo(125);
    assertThat(unbuilt.err()).startsWith("ship: ").hasLineCount(1).contains("/no/such/root");
  }

  @Test
  void wallTimeLimitKillsTheProgram() throws Exception {
    Path json = dir.resolve("report.json");
    OtherJvm run =
        ship("", "--wall-time", "500ms", "--json", json.toString(), "host", "--", "sleep", "60");
    assertThat(run.status()).isEqualTo(137);
    assertThat(run.err()).contains("500 ms of wall-clock time");
    JsonObject report = read(json);
    assertThat(report.get("verdict").getAsString()).isEqualTo("TimeExceeded");
    assertThat(report.get("signal").getAsInt()).isEqualTo(9);
    assertThat(report.get("wallMicros").getAsLong()).isGreaterThanOrEqualTo(500_000);
    assertThat(report.getAsJsonArray("isolation")).isNotEmpty();
  }

  @Test
  void outputLimitTruncatesOutputAndKillsTheProgram() throws Exception {
    OtherJvm run = ship("", "--output", "100kB", "host", "--", "cat", "/dev/zero");
    assertThat(run.status()).isEqualTo(137);
    assertThat(run.out()).hasSizeLessThanOrEqualTo(100_000);
    OtherJvm enough = ship("", "--output", "100kB", "host", "--", "echo", "hello");
    assertThat(enough.out()).isEqualTo("hello\n");
    assertThat(enough.status()).isZero();
  }

  /** An earlier room may have left the link where the report is written every time. */
  @Test
  void reportFollowsNoLink() throws Exception {
    Path victim = Files.writeString(dir.resolve("victim"), "untouched");
    Path link = Files.createSymbolicLink(dir.resolve("link.json"), victim);
    OtherJvm run = ship("", "--json", link.toString(), "host", "--", "true");
    assertThat(run.status()).isEqualTo(125);
    assertThat(run.err()).startsWith("ship: ").hasLineCount(1).contains(link.toString());
    ship("", "--learn", link.toString(), "host", "--", "true");
    assertThat(victim).hasContent("untouched");
  }

  @Test
  void failedStepIsReported() throws Exception {
    Path json = dir.resolve("report.json");
    OtherJvm run =
        ship("", "--bind", "/no/source:/mnt", "--json", json.toString(), "host", "--", "true");
    assertThat(run.status()).isEqualTo(125);
    JsonObject report = read(json);
    assertThat(report.get("verdict").getAsString()).isEqualTo("NotStarted");
    assertThat(report.get("step").getAsString()).isNotBlank();
    assertThat(report.get("item").getAsInt()).isNotNegative();
    assertThat(report.get("errno").getAsInt()).isEqualTo(2);
    assertThat(report.get("hint").getAsString()).isNotBlank();
  }

  @Test
  void filesAreCopiedInAndOut() throws Exception {
    Path root = SmallRoot.make(dir.resolve("root"));
    Path in = Files.writeString(dir.resolve("in"), "content\n");
    Path out = dir.resolve("out");
    OtherJvm run =
        ship(
            "",
            "--copy-in",
            in + ":/box/in",
            "--copy-out",
            "/tmp/out:" + out,
            "--tmpfs",
            "/scratch:1MB",
            "--env",
            "NAME=value",
            "--hostname",
            "web",
            "--user",
            "1000",
            "--workdir",
            "/tmp",
            root.toString(),
            "--",
            "/bin/sh",
            "-c",
            "cat /box/in > out; echo $NAME; hostname; id -u; echo x > /scratch/y && echo scratch");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactly("value", "web", "1000", "scratch");
    assertThat(out).hasContent("content\n");
  }

  @Test
  void tmpfsBelowABindHidesTheDirectoryOfTheHost() throws Exception {
    Path shared = Files.createDirectories(dir.resolve("shared"));
    Path below = Files.createDirectory(shared.resolve("sub"));
    String script = "echo x >/mnt/sub/f && cat /mnt/sub/f";
    for (String access : List.of("", ":rw")) {
      String bind = shared + ":/mnt" + access;
      OtherJvm run =
          ship("", "host", "--tmpfs", "/mnt/sub:1MB", "--bind", bind, "--", "sh", "-c", script);
      if (access.isEmpty()) {
        assertThat(run.out()).as(run.err()).isEqualTo("x\n");
      }
      assertThat(below).as("nothing reaches the disk").isEmptyDirectory();
    }
  }

  @Test
  void dockerSeccompProfileIsEnforced() throws Exception {
    Path profile =
        Files.writeString(
            dir.resolve("seccomp.json"),
            """
            {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
             "syscalls": [{"names": ["mkdir", "mkdirat", "_llseek", "recv", "umount"], "action": "SCMP_ACT_ERRNO", "errnoRet": 95}]}
            """);
    OtherJvm run = ship("", "--seccomp", profile.toString(), "host", "--", "mkdir", "/tmp/x");
    assertThat(run.err()).contains("not supported");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void learnedPolicyIsEnforced() throws Exception {
    String profile = dir.resolve("learned.json").toString();
    OtherJvm learning = ship("", "--learn", profile, "host", "--", "sh", "-c", "echo a | cat");
    assertThat(learning.status()).as(learning.err()).isZero();
    assertThat(learning.out()).isEqualTo("a\n");
    OtherJvm same = ship("", "--seccomp", profile, "host", "--", "sh", "-c", "echo a | cat");
    assertThat(same.out()).as(same.err()).isEqualTo("a\n");
    assertThat(ship("", "--seccomp", profile, "host", "--", "mkdir", "/tmp/x").status())
        .isNotZero();
  }

  @Test
  void capabilitiesAreThoseOfTheOptions() throws Exception {
    String show = "grep CapEff /proc/self/status";
    assertThat(ship("", "host", "--", "sh", "-c", show).out()).endsWith("\t0000000000000000\n");
    assertThat(
            ship(
                    "",
                    "--cap-add",
                    "docker-default",
                    "--cap-drop",
                    "net_raw",
                    "host",
                    "--",
                    "sh",
                    "-c",
                    show)
                .out())
        .endsWith("\t00000000a80405fb\n");
  }

  @Test
  void programGetsATerminal() throws Exception {
    OtherJvm run = ship("", "-t", "host", "--", "sh", "-c", "[ -t 0 ] && [ -t 1 ] && stty size");
    assertThat(run.out()).isEqualTo("24 80\r\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void memoryLimitIsEnforcedOrAnError() throws Exception {
    Path json = dir.resolve("report.json");
    OtherJvm run =
        ship(
            "",
            "--memory",
            "20MB",
            "--json",
            json.toString(),
            "host",
            "--",
            "sh",
            "-c",
            "x=$(head -c 60000000 /dev/zero | tr '\\0' x); echo ${#x}");
    JsonObject report = read(json);
    if (!Sandbox.inspect().has("cgroup.memory")) {
      assertThat(run.status()).isEqualTo(125);
      assertThat(report.get("step").getAsString()).isEqualTo("HOST");
      return;
    }
    assertThat(report.get("verdict").getAsString()).isEqualTo("MemoryExceeded");
    assertThat(report.get("oomKills").getAsLong()).isPositive();
    assertThat(report.get("peakMemoryBytes").getAsLong()).isLessThanOrEqualTo(20_000_000);
  }

  private OtherJvm ship(String input, String... args) throws Exception {
    String[] all = new String[args.length + 1];
    all[0] = "run";
    System.arraycopy(args, 0, all, 1, args.length);
    assertThat(Arrays.asList(all)).contains("--");
    return OtherJvm.run(dir, input, Ship.class.getName(), all);
  }

  private static JsonObject read(Path json) throws Exception {
    return JsonParser.parseString(Files.readString(json)).getAsJsonObject();
  }
}
