package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any bytes as a profile give a policy that compiles, or the one permitted exception, which names
 * the place.
 */
class ProfileReaderFuzzTest {

  /** The entry point of {@code bin/fuzz}. */
  public static void fuzzerTestOneInput(byte[] profile) {
    ProfileReader.Target target =
        new ProfileReader.Target(Arch.X86_64, "6.1.0", Set.of(Capability.NET_RAW));
    SyscallPolicy policy;
    try {
      policy = ProfileReader.read("fuzzed", new String(profile, StandardCharsets.UTF_8), target);
    } catch (IllegalArgumentException refused) {
      return;
    }
    PolicyCompiler.compile(policy, Arch.X86_64, KillMode.KILL_PROCESS);
  }

  @TestFactory
  Stream<DynamicTest> seeds() throws IOException {
    return DynamicTest.stream(
        Files.list(Path.of("src/test/fuzz/ProfileReader")),
        Path::toString,
        seed -> fuzzerTestOneInput(Files.readAllBytes(seed)));
  }
}
