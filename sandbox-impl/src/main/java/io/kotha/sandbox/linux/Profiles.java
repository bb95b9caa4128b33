package io.kotha.sandbox.linux;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.seccomp.ProfileReader;
import io.kotha.sandbox.linux.seccomp.ProfileWriter;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads and writes seccomp profiles in Docker's format, for the architecture of this host. */
final class Profiles {

  private Profiles() {}

  /**
   * Reads a profile.
   *
   * @param kept capabilities that the rules of the profile may depend on
   * @throws SandboxException if the profile cannot be parsed, or gson is missing
   */
  static SyscallPolicy read(String name, String json, Set<Capability> kept)
      throws SandboxException {
    try {
      return ProfileReader.read(
          name, json, new ProfileReader.Target(arch(), System.getProperty("os.version"), kept));
    } catch (IllegalArgumentException e) {
      throw new SandboxException(String.valueOf(e.getMessage()), e);
    } catch (NoClassDefFoundError e) {
      throw withoutGson(e);
    }
  }

  /**
   * Writes a policy as a profile.
   *
   * @throws SandboxException if gson is missing
   */
  static String write(SyscallPolicy policy) throws SandboxException {
    try {
      return ProfileWriter.write(policy, arch());
    } catch (NoClassDefFoundError e) {
      throw withoutGson(e);
    }
  }

  private static Arch arch() throws SandboxException {
    String machine = System.getProperty("os.arch");
    Optional<Arch> arch = Arch.of(machine);
    if (arch.isEmpty()) {
      throw new UnsupportedHostException(
          List.of(
              new Missing(
                  "architecture", machine + " is not supported", "run on x86_64 or aarch64")));
    }
    return arch.get();
  }

  private static SandboxException withoutGson(NoClassDefFoundError e) {
    return new SandboxException(
        "seccomp profiles need gson: add com.google.code.gson:gson to the class or module path", e);
  }
}
