package io.kotha.sandbox.linux.wire;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.Domain;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.RoomFiles;
import java.nio.charset.StandardCharsets;

/**
 * The files of a plan, encoded as the first part of {@code struct kt_plan} with its tables and its
 * pool. Immutable.
 */
public final class EncodedFiles {

  /** The most entries of a table, {@code MAX_ENTRIES} of the helper. */
  private static final int MAX_ENTRIES = 4096;

  private final WireBuffer block = new WireBuffer();
  private final RoomFiles files;

  private EncodedFiles(RoomFiles files) {
    this.files = files;
    block.reserve(Layout.Plan.SIZEOF);
    tree();
    domain();
  }

  /**
   * Encodes the files of a plan.
   *
   * @throws SandboxException if the helper would not accept them
   */
  public static EncodedFiles of(RoomFiles files) throws SandboxException {
    atMost(Wire.MAX_SOURCES, files.tree().sources().size(), "mount sources", "files");
    atMost(MAX_ENTRIES, files.tree().entries().size(), "mounts and files", "files");
    atMost(MAX_ENTRIES, files.domain().rules().size(), "Landlock rules", "rules");
    try {
      return new EncodedFiles(files);
    } catch (WireBuffer.FullException e) {
      throw tooLarge(e);
    }
  }

  static SandboxException tooLarge(WireBuffer.FullException e) {
    return new SandboxException(
        "the description of the room has " + e.getMessage() + ": shorten its files", e);
  }

  private static void atMost(int most, int count, String things, String many)
      throws SandboxException {
    if (count > most) {
      throw new SandboxException(
          "a room has at most %d %s, with Kotha's own, not %d: replace %s by the directory above"
                  .formatted(most, things, count, many)
              + " them");
    }
  }

  /** Returns a copy, to which the rest of a plan is added. */
  WireBuffer block() {
    return block.copy();
  }

  private void tree() {
    FileTree tree = files.tree();
    int sources = block.table(Layout.Plan.SOURCES, tree.sources().size(), Layout.Source.SIZEOF);
    for (int i = 0; i < tree.sources().size(); i++) {
      FileTree.Source source = tree.sources().get(i);
      int at = sources + i * Layout.Source.SIZEOF;
      block.text(at + Layout.Source.PATH, source.path());
      block
          .bits(at + Layout.Source.FLAGS, source.flags(), FileTree.SourceFlag::bit)
          .u32(at + Layout.Source.ATTRIBUTES, source.attributes());
    }
    block
        .u32(Layout.Plan.ROOT_KIND, tree.rootKind().number())
        .u32(Layout.Plan.ROOT_SOURCE, tree.rootSource());
    options(Layout.Plan.ROOT_OPTIONS, tree.rootOptions());
    int entries = block.table(Layout.Plan.MOUNTS, tree.entries().size(), Layout.Mount.SIZEOF);
    for (int i = 0; i < tree.entries().size(); i++) {
      mount(entries + i * Layout.Mount.SIZEOF, tree.entries().get(i));
    }
  }

  private void mount(int at, FileTree.Entry entry) {
    block
        .u32(at + Layout.Mount.KIND, entry.kind().number())
        .bits(at + Layout.Mount.FLAGS, entry.flags(), FileTree.EntryFlag::bit)
        .u32(at + Layout.Mount.ATTRIBUTES, entry.attributes())
        .u32(at + Layout.Mount.SOURCE, entry.source());
    block.text(at + Layout.Mount.TARGET, entry.target());
    block.text(at + Layout.Mount.TEXT, entry.text());
    options(at + Layout.Mount.OPTIONS, entry.options());
  }

  private void domain() {
    Domain domain = files.domain();
    block
        .u64(Layout.Plan.DOMAIN_FILES, domain.files())
        .u64(Layout.Plan.DOMAIN_PORTS, domain.ports())
        .u64(Layout.Plan.DOMAIN_SCOPED, domain.scoped());
    int rules =
        block.table(Layout.Plan.DOMAIN_RULES, domain.rules().size(), Layout.DomainRule.SIZEOF);
    for (int i = 0; i < domain.rules().size(); i++) {
      Domain.Rule rule = domain.rules().get(i);
      int at = rules + i * Layout.DomainRule.SIZEOF;
      block.text(at + Layout.DomainRule.PATH, rule.path());
      block
          .u32(at + Layout.DomainRule.PORT, rule.port())
          .u64(at + Layout.DomainRule.RIGHTS, rule.rights());
    }
  }

  /** Turns comma-separated options into strings that end in a NUL, which the span counts. */
  private void options(int at, String options) {
    String joined = options.isEmpty() ? "" : options.replace(',', '\0') + '\0';
    block.span(at, joined.getBytes(StandardCharsets.UTF_8));
  }
}
