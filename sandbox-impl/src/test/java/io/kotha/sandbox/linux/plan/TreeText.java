package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.plan.FileTree.Entry;
import io.kotha.sandbox.linux.plan.FileTree.Source;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file tree as text that a test compares whole: kind, target, attributes, and the source with the
 * attributes that its clone gets.
 */
final class TreeText {

  private TreeText() {}

  /** Returns a line for each entry, in the order of the tree. */
  static List<String> lines(FileTree tree) {
    List<String> lines = new ArrayList<>();
    for (Entry entry : tree.entries()) {
      lines.add(line(tree, entry));
    }
    return lines;
  }

  /** Returns the lines of the entries at or below a directory. */
  static List<String> below(FileTree tree, String directory) {
    return tree.entries().stream()
        .filter(e -> e.target().equals(directory) || e.target().startsWith(directory + "/"))
        .map(e -> line(tree, e))
        .toList();
  }

  private static String line(FileTree tree, Entry entry) {
    String text =
        switch (entry.kind()) {
          case BIND ->
              "bind " + entry.target() + " < " + source(tree.sources().get(entry.source()));
          case FILE_SYSTEM -> entry.text() + " " + entry.target() + " " + entry.options();
          case SYMLINK -> "symlink " + entry.target() + " > " + entry.text();
          case WRITE -> "write " + entry.text() + " > " + entry.target();
          default -> entry.kind().name().toLowerCase(Locale.ROOT) + " " + entry.target();
        };
    return (text.strip() + attributes(entry.attributes()) + flags(entry.flags())).strip();
  }

  /** Returns a source with its attributes, without the way in which the zygote gets it. */
  static String source(Source source) {
    Set<SourceFlag> flags = new HashSet<>(source.flags());
    flags.remove(SourceFlag.PASSED);
    return source.path() + attributes(source.attributes()) + flags(flags);
  }

  /** The bits are those of {@code MOUNT_ATTR_*} in linux/mount.h. */
  private static String attributes(int attributes) {
    List<String> names = new ArrayList<>();
    String[] all = {"ro", "nosuid", "nodev", "noexec"};
    for (int bit = 0; bit < all.length; bit++) {
      if ((attributes >> bit & 1) != 0) {
        names.add(all[bit]);
      }
    }
    return names.isEmpty() ? "" : " (" + String.join(",", names) + ")";
  }

  private static <E extends Enum<E>> String flags(Set<E> flags) {
    return flags.stream()
        .sorted(Comparator.comparing(Enum::name))
        .map(flag -> " " + flag)
        .collect(Collectors.joining());
  }
}
