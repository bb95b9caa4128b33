package io.kotha.examples.ship;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Mount.Access;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.isolation.User;
import io.kotha.sandbox.limits.CpuList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters from command line arguments to values. */
final class Converters {

  private Converters() {}

  /** A memory size, such as {@code 64MB}. */
  static final class Size implements ITypeConverter<MemorySize> {
    @Override
    public MemorySize convert(String text) {
      return reading(() -> MemorySize.parse(text));
    }
  }

  /** A list of CPUs, such as {@code 0-3,8}. */
  static final class Cpus implements ITypeConverter<CpuList> {
    @Override
    public CpuList convert(String text) {
      return reading(() -> CpuList.parse(text));
    }
  }

  /** A duration, such as {@code 2s}. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return reading(() -> Durations.parse(text));
    }
  }

  /** A bind mount: {@code SRC:DST}, {@code SRC:DST:rw} or {@code SRC:DST:ro}. */
  static final class Bind implements ITypeConverter<Mount.Bind> {
    @Override
    public Mount.Bind convert(String text) {
      String[] parts = parts(text, 2, 3, "SRC:DST[:rw]");
      Access access =
          switch (parts.length == 2 ? "ro" : parts[2]) {
            case "ro" -> Access.READ_ONLY;
            case "rw" -> Access.READ_WRITE;
            default -> throw new TypeConversionException("'" + parts[2] + "' is neither ro nor rw");
          };
      return reading(() -> new Mount.Bind(hostPath(parts[0]), parts[1], access));
    }
  }

  /** A tmpfs mount: {@code DST} or {@code DST:SIZE}; 64 MiB by default. */
  static final class Tmpfs implements ITypeConverter<Mount.Tmpfs> {

    private static final MemorySize USUAL = MemorySize.MiB(64);

    @Override
    public Mount.Tmpfs convert(String text) {
      String[] parts = parts(text, 1, 2, "DST[:SIZE]");
      return reading(
          () -> new Mount.Tmpfs(parts[0], parts.length == 1 ? USUAL : MemorySize.parse(parts[1])));
    }
  }

  /** A copy into the room: {@code SRC:DST}, with SRC on the host. */
  static final class HostFirst implements ITypeConverter<FilePair> {
    @Override
    public FilePair convert(String text) {
      String[] parts = parts(text, 2, 2, "SRC:DST");
      return new FilePair(hostPath(parts[0]), parts[1]);
    }
  }

  /** A copy out of the room: {@code SRC:DST}, with SRC in the room. */
  static final class RoomFirst implements ITypeConverter<FilePair> {
    @Override
    public FilePair convert(String text) {
      String[] parts = parts(text, 2, 2, "SRC:DST");
      return new FilePair(hostPath(parts[1]), parts[0]);
    }
  }

  /** A security label: {@code apparmor:PROFILE} or {@code selinux:CONTEXT}. */
  static final class Label implements ITypeConverter<SecurityLabel> {
    @Override
    public SecurityLabel convert(String value) {
      if (value.startsWith("apparmor:")) {
        return new SecurityLabel.AppArmor(value.substring("apparmor:".length()));
      }
      if (value.startsWith("selinux:")) {
        return new SecurityLabel.SeLinux(value.substring("selinux:".length()));
      }
      throw new TypeConversionException("not apparmor:PROFILE or selinux:CONTEXT: " + value);
    }
  }

  /** A user: {@code UID}, which is also the gid, or {@code UID:GID}. */
  static final class UserAndGroup implements ITypeConverter<User> {
    @Override
    public User convert(String text) {
      String[] parts = parts(text, 1, 2, "UID[:GID]");
      try {
        int uid = Integer.parseInt(parts[0]);
        return new User(uid, parts.length == 1 ? uid : Integer.parseInt(parts[1]));
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is not UID[:GID] in decimal");
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private static String[] parts(String text, int least, int most, String form) {
    String[] parts = text.split(":", -1);
    if (parts.length < least || parts.length > most || text.startsWith(":") || text.endsWith(":")) {
      throw new TypeConversionException("'" + text + "' is not of the form " + form);
    }
    return parts;
  }

  private static Path hostPath(String text) {
    return reading(() -> Path.of(text).toAbsolutePath());
  }

  private static <T> T reading(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
