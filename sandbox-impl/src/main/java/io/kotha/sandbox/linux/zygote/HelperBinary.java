package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * The program of the helper, from the jar or from an installed file. Its bytes always match the
 * SHA-256 that the jar was built with, or the one that {@link #HASH_PROPERTY} sets.
 */
public final class HelperBinary {

  /**
   * System property: the path of an installed helper, for hosts whose security module grants
   * permissions by path. The file must be the helper of this version.
   */
  public static final String PATH_PROPERTY = "io.kotha.helper.path";

  /** System property: the SHA-256 that the helper must have, instead of the one in the jar. */
  public static final String HASH_PROPERTY = "io.kotha.helper.sha256";

  private static final String FOLDER = "/io/kotha/sandbox/linux/helper/";

  private final byte[] bytes;
  private final Optional<String> installed;

  private HelperBinary(byte[] bytes, Optional<String> installed) {
    this.bytes = bytes;
    this.installed = installed;
  }

  /**
   * Reads the helper and compares its hash.
   *
   * @param machine the architecture as {@code uname -m} prints it
   * @throws SandboxException if the helper cannot be read or its hash differs
   */
  public static HelperBinary load(String machine) throws SandboxException {
    String path = System.getProperty(PATH_PROPERTY);
    try {
      String expected = System.getProperty(HASH_PROPERTY, expectedHash(machine));
      byte[] bytes =
          path == null ? resource("kotha-helper-" + machine) : Files.readAllBytes(Path.of(path));
      String actual = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      if (!actual.equals(expected)) {
        throw new SandboxException(
            "the helper "
                + (path == null ? "in the jar" : path)
                + " is not the one this version was built with (sha256 "
                + actual
                + ", expected "
                + expected
                + "): "
                + (path == null
                    ? "use the jar of sandbox-impl as it was published"
                    : "install the helper of this version"));
      }
      return new HelperBinary(bytes, Optional.ofNullable(path));
    } catch (SandboxException e) {
      throw e;
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new SandboxException(
          "the helper " + (path == null ? "in the jar" : path) + " cannot be read: " + e, e);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /** Returns the path of the installed helper, if {@link #PATH_PROPERTY} sets one. */
  Optional<String> installed() {
    return installed;
  }

  private static String expectedHash(String machine) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = open("helper.properties")) {
      properties.load(in);
    }
    String hash = properties.getProperty("sha256." + machine);
    if (hash == null) {
      throw new SandboxException(
          "the jar has no helper for " + machine + ": run on x86_64 or aarch64");
    }
    return hash;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = HelperBinary.class.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new SandboxException(
          "the jar lacks " + FOLDER + name + ": use the jar of sandbox-impl as it was published");
    }
    return in;
  }
}
