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

/** Reads and writes profiles in the format of others, for the machine that this is. */
final class Profiles {

  private Profiles() {}

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
          List.of(new Missing("architecture", machine, "Kotha runs on x86_64 and aarch64")));
    }
    return arch.get();
  }

  private static SandboxException withoutGson(NoClassDefFoundError e) {
    return new SandboxException(
        "for profiles, add com.google.code.gson:gson to the class or module path", e);
  }
}
