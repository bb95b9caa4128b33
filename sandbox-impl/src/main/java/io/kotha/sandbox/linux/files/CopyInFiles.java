package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The descriptors from which the payload reads the files that are copied into its room. */
public final class CopyInFiles implements AutoCloseable {

  private final Native kernel;
  private final CallerFiles files;
  private final List<Integer> fds = new ArrayList<>();

  private CopyInFiles(Native kernel) {
    this.kernel = kernel;
    this.files = new CallerFiles(kernel);
  }

  /**
   * Opens the content of each file. Content that is not a file of the host becomes a sealed memory
   * file.
   */
  public static CopyInFiles open(Native kernel, List<CopyIn> copies) throws SandboxException {
    if (copies.size() > Wire.MAX_FDS - 4) {
      throw new SandboxException(
          copies.size()
              + " files cannot be copied in, at most "
              + (Wire.MAX_FDS - 4)
              + " can: bind a directory instead");
    }
    CopyInFiles sources = new CopyInFiles(kernel);
    for (CopyIn copy : copies) {
      try {
        sources.fds.add(sources.open(copy.content()));
      } catch (IOException e) {
        sources.close();
        throw new SandboxException(
            "copyIn to " + copy.target() + ": the content cannot be read: " + e.getMessage(), e);
      }
    }
    return sources;
  }

  /** Returns the descriptors in the order of the files; this object owns them. */
  public List<Integer> fds() {
    return fds;
  }

  @Override
  public void close() {
    fds.forEach(kernel::close);
    fds.clear();
  }

  private int open(CopyIn.Content content) throws IOException {
    if (content instanceof CopyIn.HostFile file) {
      return files.read(file.path(), "bind it, or copy its bytes");
    }
    if (content instanceof CopyIn.Bytes bytes) {
      return kernel.sealedMemory("kotha-copy", bytes.toByteArray());
    }
    CopyIn.Resource resource = (CopyIn.Resource) content;
    try (InputStream in = resource.owner().getResourceAsStream(resource.name())) {
      if (in == null) {
        throw new IOException(
            "no resource " + resource.name() + " beside " + resource.owner().getName());
      }
      return kernel.sealedMemory("kotha-copy", in.readAllBytes());
    }
  }
}
