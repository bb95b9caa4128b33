package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.spi.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * The profile format of Docker and the OCI runtimes, as a way to read and write policies: {@code
 * seccomp.json}, or the object {@code linux.seccomp} of a runtime's {@code config.json}.
 *
 * <p>Both methods need {@code com.google.code.gson:gson} on the class path or module path.
 */
public final class SeccompProfile {

  private SeccompProfile() {}

  /**
   * Reads a profile for this machine. As the runtimes do, it omits entries for other architectures,
   * for newer kernels and for capabilities that are not kept. It also omits a grant of a system
   * call that Kotha's tables do not name; such a call gets {@code ENOSYS}. An {@code int} argument
   * is compared on its low 32 bits, whatever the profile says. A {@code long} that the kernel reads
   * as an {@code int} in some cases is compared on 32 or on 64 bits, whichever permits less.
   *
   * <p>Errors are: a profile for other architectures only, unknown keys, actions that need a tracer
   * or an agent, entries that contradict each other, and a refusal of a call that no architecture
   * has.
   *
   * @param profile file of the profile; its name becomes the name of the policy
   * @param kept capabilities that the rooms keep
   * @throws SandboxException if the profile cannot be read or parsed; the message names the entry
   */
  public static SyscallPolicy read(Path profile, Set<Capability> kept) throws SandboxException {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(kept, "kept");
    try {
      return Providers.get()
          .readProfile(String.valueOf(profile.getFileName()), Files.readString(profile), kept);
    } catch (SandboxException e) {
      throw e;
    } catch (IOException e) {
      throw new SandboxException("the profile " + profile + " cannot be read: " + e, e);
    }
  }

  /**
   * Returns a policy as a profile for this machine; {@link #read} parses it back to the same
   * policy, but gives each condition the width that the kernel reads. The format has one default
   * action, the policy's {@link SyscallPolicy#defaultAction()}. A system call that is allowed on
   * conditions is listed once for each condition.
   *
   * @throws IllegalArgumentException if the format cannot express the policy: a rule takes back
   *     part of what an earlier rule allows, or an action has no name in the format
   * @throws SandboxException if the provider cannot write profiles
   */
  public static String write(SyscallPolicy policy) throws SandboxException {
    return Providers.get().writeProfile(Objects.requireNonNull(policy, "policy"));
  }
}
