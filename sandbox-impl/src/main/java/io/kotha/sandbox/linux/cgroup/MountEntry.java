package io.kotha.sandbox.linux.cgroup;

import com.google.common.base.Splitter;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A line of {@code /proc/self/mountinfo}, see {@code proc_pid_mountinfo(5)}.
 *
 * @param root the mounted directory of the file system
 * @param mountPoint the mount point
 * @param options the options of this mount, such as {@code ro}
 * @param type the type of the file system
 * @param source the source of the file system, such as a device, or a placeholder
 * @param superOptions the options of the file system
 */
public record MountEntry(
    String root,
    String mountPoint,
    Set<String> options,
    String type,
    String source,
    Set<String> superOptions) {

  /** The fields before the separator: id, parent id, device, root, mount point, options. */
  private static final int FIXED_FIELDS = 6;

  public MountEntry {
    options = Set.copyOf(options);
    superOptions = Set.copyOf(superOptions);
  }

  /** Parses every well-formed line, in the kernel's order: later mounts cover earlier ones. */
  public static List<MountEntry> parseAll(String mountinfo) {
    return PseudoFile.lines(mountinfo).stream()
        .map(MountEntry::parse)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<MountEntry> parse(String line) {
    List<String> fields = Splitter.on(' ').splitToList(line);
    int separator = fields.indexOf("-"); // ends any number of optional fields
    if (separator < FIXED_FIELDS || fields.size() < separator + 4) {
      return Optional.empty();
    }
    return Optional.of(
        new MountEntry(
            unescape(fields.get(3)),
            unescape(fields.get(4)),
            options(fields.get(5)),
            fields.get(separator + 1),
            unescape(fields.get(separator + 2)),
            options(fields.get(separator + 3))));
  }

  private static Set<String> options(String field) {
    return Set.copyOf(Arrays.asList(field.split(",")));
  }

  /**
   * Decodes a field. The kernel escapes blank, tab, newline and backslash as a backslash and three
   * octal digits. All four are ASCII characters, so multi-byte characters are unaffected.
   */
  static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (isEscape(field, i)) {
        text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        text.append(field.charAt(i));
      }
    }
    return text.toString();
  }

  private static boolean isEscape(String field, int at) {
    return field.charAt(at) == '\\'
        && at + 3 < field.length()
        && field.substring(at + 1, at + 4).chars().allMatch(c -> c >= '0' && c <= '7');
  }
}
