package io.kotha.sandbox.linux.files;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Descriptors that the payload reads the copied-in files from. */
public final class CopyInFiles implements AutoCloseable {

  private final Native kernel;
  private final List<Integer> fds = new ArrayList<>();

  private CopyInFiles(Native kernel) {
    this.kernel = kernel;
  }

  public static CopyInFiles open(Native kernel, List<CopyIn> copies) throws SandboxException {
    if (copies.size() > Wire.MAX_FDS - 4) {
      throw new SandboxException("at most " + (Wire.MAX_FDS - 4) + " files can be copied in");
    }
    CopyInFiles sources = new CopyInFiles(kernel);
    for (CopyIn copy : copies) {
      try {
        sources.fds.add(sources.open(copy.content()));
      } catch (IOException e) {
        sources.close();
        throw new SandboxException(
            "the file to copy to " + copy.target() + " cannot be read: " + e.getMessage(), e);
      }
    }
    return sources;
  }

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
      if (!Files.isRegularFile(file.path())) {
        throw new IOException(file.path() + " is not a regular file");
      }
      return kernel.open(file.path().toString(), 0, 0);
    }
    if (content instanceof CopyIn.Bytes bytes) {
      return kernel.sealedMemory("kotha-copy", bytes.toByteArray());
    }
    CopyIn.Resource resource = (CopyIn.Resource) content;
    try (InputStream in = resource.owner().getResourceAsStream(resource.name())) {
      if (in == null) {
        throw new IOException("no class-path resource " + resource.name());
      }
      return kernel.sealedMemory("kotha-copy", in.readAllBytes());
    }
  }
}
