package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.linux.plan.EtcFiles;
import io.kotha.sandbox.linux.plan.RootLayout.Entry;
import io.kotha.sandbox.linux.plan.RootLayout.EntryKind;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of {@code /etc} that Kotha adds to a root, so that programs find names. */
final class AddedFiles {

  private static final String RESOLVER = "/etc/resolv.conf";
  private static final String SWITCH = "/etc/nsswitch.conf";

  /** The most bytes of the host's file that a room gets. */
  private static final int MAX_BYTES = 64 << 10;

  /** A service that reads the files of the room comes first: nsswitch.conf(5). */
  private static final Pattern SERVICE =
      Pattern.compile("(?m)^\\s*(?:passwd|group|hosts)\\s*:[ \\t]*(\\S*)");

  private static final List<String> OF_FILES = List.of("files", "compat");

  private AddedFiles() {}

  /** Returns the files that every assembled root gets. */
  static List<Entry> ofAssembledRoot() {
    return List.of(
        generated(EtcFiles.PASSWD), generated(EtcFiles.GROUP), generated(EtcFiles.HOSTS));
  }

  /**
   * Returns the order of the name services if the host's own asks another service before the files
   * of {@code /etc}: such a service is not in the room, and may end the search.
   */
  static List<Entry> nameServices() throws IOException {
    return nameServices(text(Path.of(SWITCH)));
  }

  static List<Entry> nameServices(String ofHost) {
    Matcher services = SERVICE.matcher(ofHost);
    while (services.find()) {
      if (!OF_FILES.contains(services.group(1))) {
        String text = "passwd: files\ngroup: files\nhosts: files dns\n";
        return List.of(new Entry(EntryKind.TEXT, SWITCH, text));
      }
    }
    return List.of();
  }

  /** Returns the host's name servers if the room shares the network in which they are reached. */
  static List<Entry> resolver(SandboxSpec spec) throws IOException {
    String text = spec.isolation().shared().contains(Namespace.NET) ? text(Path.of(RESOLVER)) : "";
    return text.isEmpty() ? List.of() : List.of(new Entry(EntryKind.TEXT, RESOLVER, text));
  }

  /**
   * Returns the files that an image lacks or has as empty files, as an exported container has them.
   * A link stays as it is, also one in place of {@code /etc}.
   */
  static List<Entry> ofImage(Path root, SandboxSpec spec) throws IOException {
    List<Entry> wanted = new ArrayList<>(List.of(generated(EtcFiles.HOSTS)));
    wanted.addAll(resolver(spec));
    wanted.removeIf(entry -> Files.isSymbolicLink(root.resolve("etc")) || hasContent(root, entry));
    return wanted;
  }

  private static boolean hasContent(Path root, Entry entry) {
    try {
      BasicFileAttributes file =
          Files.readAttributes(
              root.resolve(entry.target().substring(1)),
              BasicFileAttributes.class,
              LinkOption.NOFOLLOW_LINKS);
      return !file.isRegularFile() || file.size() > 0;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true; // The image has something there.
    }
  }

  private static Entry generated(String target) {
    return new Entry(EntryKind.GENERATED, target, "");
  }

  /** Returns the text of a file of the host, without NUL, or nothing if there is no such file. */
  private static String text(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).replace("\0", "");
    }
  }
}
