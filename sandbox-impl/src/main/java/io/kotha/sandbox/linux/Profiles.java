package io.kotha.sandbox.linux;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.linux.seccomp.Arch;
import io.kotha.sandbox.linux.seccomp.SeccompJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the profiles of others for the machine that this is. */
final class Profiles {

  private Profiles() {}

  static SyscallPolicy read(String name, String json, Set<Capability> kept)
      throws SandboxException {
    String machine = System.getProperty("os.arch");
    Optional<Arch> arch = Arch.of(machine);
    if (arch.isEmpty()) {
      throw new UnsupportedHostException(
          List.of(new Missing("architecture", machine, "Kotha runs on x86_64 and aarch64")));
    }
    try {
      return SeccompJson.read(
          name, json, new SeccompJson.Target(arch.get(), System.getProperty("os.version"), kept));
    } catch (IllegalArgumentException e) {
      throw new SandboxException(String.valueOf(e.getMessage()), e);
    } catch (NoClassDefFoundError e) {
      throw new SandboxException(
          "to read a profile, add com.google.code.gson:gson to the class or module path", e);
    }
  }
}
