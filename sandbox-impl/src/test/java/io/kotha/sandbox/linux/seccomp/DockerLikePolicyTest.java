package io.kotha.sandbox.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.seccomp.bpf.BpfInterpreter;
import io.kotha.sandbox.linux.seccomp.bpf.KillMode;
import io.kotha.sandbox.linux.seccomp.bpf.SeccompData;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The preset against Docker's own profile, read by {@link ProfileReader} and compiled for each
 * machine: both give the same answer to every call number, and to arguments that the kernel reads
 * alike.
 *
 * <p>The profile is that of Docker 20.10.24, as in Debian 12; the preset follows a newer one. This
 * test lists every call on which they differ.
 */
class DockerLikePolicyTest {

  /** Docker no longer grants these since version 25. */
  private static final Set<String> NO_LONGER =
      Set.of("io_uring_enter", "io_uring_register", "io_uring_setup");

  /** These calls are newer than 20.10.24, or were found harmless since. */
  private static final Set<String> GRANTED_SINCE =
      Set.of(
          "cachestat fchmodat2 futex_requeue futex_wait futex_wake getxattrat listmount listxattrat"
              .concat(
                  " map_shadow_stack mseal name_to_handle_at pkey_alloc pkey_free pkey_mprotect")
              .concat(
                  " process_vm_readv process_vm_writev removexattrat setxattrat statmount uretprobe")
              .split(" "));

  /** Docker's newer profile grants these to a capability; the older profile did not know them. */
  private static final Map<Capability, Set<String>> GRANTED_TO_CAPABILITY_SINCE =
      Map.of(
          Capability.SYS_ADMIN,
              Set.of("lsm_get_self_attr", "lsm_list_modules", "lsm_set_self_attr"),
          Capability.SYS_NICE, Set.of("set_mempolicy_home_node"),
          Capability.BPF, Set.of("bpf"),
          Capability.PERFMON, Set.of("perf_event_open"));

  private static BpfInterpreter compiled(SyscallPolicy policy, Arch arch) {
    return new BpfInterpreter(PolicyCompiler.compile(policy, arch, KillMode.KILL_PROCESS));
  }

  private static BpfInterpreter dockers(Arch arch, Set<Capability> kept) throws Exception {
    Features.require("docker.profile");
    String json = Files.readString(Path.of(System.getenv("KOTHA_DOCKER_PROFILE")));
    return compiled(
        ProfileReader.read("docker", json, new ProfileReader.Target(arch, "6.1.0", kept)), arch);
  }

  /** Returns the calls on which the two differ when all arguments are 0. */
  private static Set<String> differing(Arch arch, Set<Capability> kept) throws Exception {
    BpfInterpreter theirs = dockers(arch, kept);
    BpfInterpreter ours = compiled(SyscallPolicy.dockerLike(kept), arch);
    Set<String> names = new TreeSet<>();
    for (int number = -2; number < 1024; number++) {
      SeccompData call = new SeccompData(number, arch.auditArch(), SeccompData.six());
      if (theirs.run(call) != ours.run(call)) {
        names.add(arch.table().nameOf(number).orElse("#" + number));
      }
    }
    return names;
  }

  private static Set<String> known(Arch arch, Set<String> names) {
    Set<String> known = new TreeSet<>(names);
    known.removeIf(name -> arch.table().numberOf(name).isEmpty());
    return known;
  }

  @ParameterizedTest
  @EnumSource
  void everyCallGetsTheAnswerOfDockersProfile(Arch arch) throws Exception {
    Set<String> expected = known(arch, GRANTED_SINCE);
    expected.addAll(NO_LONGER);
    assertThat(differing(arch, Set.of())).isEqualTo(expected);
    assertThat(differing(arch, Capability.DOCKER_DEFAULT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void capabilitiesAllowTheSameCallsAsInDocker(Capability capability) throws Exception {
    for (Arch arch : Arch.values()) {
      Set<String> expected = new TreeSet<>(GRANTED_SINCE);
      expected.addAll(NO_LONGER);
      expected.addAll(GRANTED_TO_CAPABILITY_SINCE.getOrDefault(capability, Set.of()));
      // These calls came with a capability.
      if (capability == Capability.SYS_ADMIN) {
        expected.remove("name_to_handle_at");
      } else if (capability == Capability.SYS_PTRACE) {
        expected.removeAll(Set.of("process_vm_readv", "process_vm_writev"));
      }
      assertThat(differing(arch, Set.of(capability)))
          .as(arch + " with " + capability)
          .isEqualTo(known(arch, expected));
    }
  }

  @ParameterizedTest
  @EnumSource
  void argumentsThatTheKernelReadsAlikeGetTheSameAnswer(Arch arch) throws Exception {
    BpfInterpreter theirs = dockers(arch, Set.of());
    BpfInterpreter ours = compiled(SyscallPolicy.dockerLike(Set.of()), arch);
    for (long first : new long[] {0, 1, 8, 17, 0x2_0000, 0x2_0008, 0x4_0000, 0xffff_ffffL}) {
      for (int bit = 0; bit < 32; bit++) {
        long value = first ^ 1L << bit;
        for (String name : new String[] {"personality", "clone"}) {
          SeccompData call = SeccompData.call(arch, name, value);
          assertThat(ours.run(call)).as(name + " 0x%x", value).isEqualTo(theirs.run(call));
          SeccompData trick = SeccompData.call(arch, name, 0x5_0000_0000L | value);
          assertThat(ours.run(trick)).as(name + " high 0x%x", value).isEqualTo(ours.run(call));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void dangerousSocketFamiliesAreRefusedInEveryEncoding(Arch arch) {
    BpfInterpreter ours = compiled(SyscallPolicy.dockerLike(Set.of()), arch);
    for (long family : new long[] {38, 40}) {
      for (long high : new long[] {0, 1L << 32, 0x7fff_ffffL << 32, -1L << 32}) {
        SeccompData call = SeccompData.call(arch, "socket", high | family, 5, 0);
        assertThat(ours.run(call)).as("socket 0x%x", high | family).isEqualTo(0x0005_0001);
      }
    }
  }

  @Test
  void orderOfCapabilitiesDoesNotMatter() {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    assertThat(SyscallPolicy.dockerLike(Set.copyOf(all))).isEqualTo(SyscallPolicy.dockerLike(all));
  }
}
