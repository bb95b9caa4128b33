package io.kotha.sandbox.linux;

import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.zygote.HelperBinary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** An engine that runs another build of the helper than the one in the jar. */
final class HelperBuild {

  private HelperBuild() {}

  static Engine engine(String name) throws Exception {
    Path file = Path.of("target/helper-test", name).toAbsolutePath();
    if (!Files.isExecutable(file)) {
      throw Features.lacks("helper." + name, "this build of the helper was not made");
    }
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    System.setProperty(HelperBinary.PATH_PROPERTY, file.toString());
    System.setProperty(HelperBinary.HASH_PROPERTY, HexFormat.of().formatHex(hash));
    try {
      return Engine.open(new Observers());
    } finally {
      System.clearProperty(HelperBinary.PATH_PROPERTY);
      System.clearProperty(HelperBinary.HASH_PROPERTY);
    }
  }
}
