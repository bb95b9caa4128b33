package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.linux.files.CallerFiles;
import io.kotha.sandbox.linux.files.RefusedPathException;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.verdict.SetupErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The mount sources of a room that the JVM opens. Only the calling thread waits for a file system
 * that does not answer, and the zygote clones what this thread has seen.
 */
final class PassedSources implements AutoCloseable {

  private final Native kernel;
  private final List<Integer> fds = new ArrayList<>();

  private PassedSources(Native kernel) {
    this.kernel = kernel;
  }

  /**
   * Opens the sources.
   *
   * @throws SetupException if one is missing or cannot be reached, or a symbolic link is in its
   *     path
   */
  static PassedSources open(Native kernel, PlannedRoom planned) throws IOException {
    CallerFiles files = new CallerFiles(kernel);
    PassedSources passed = new PassedSources(kernel);
    List<FileTree.Source> sources = planned.plan().tree().sources();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).flags().contains(SourceFlag.PASSED)) {
        try {
          passed.fds.add(files.name(Path.of(sources.get(i).path())));
        } catch (RefusedPathException e) {
          passed.close();
          throw new SetupErrors(planned.spec(), planned.plan()).ofSource(i, e.errno());
        } catch (IOException | RuntimeException e) {
          passed.close();
          throw e;
        }
      }
    }
    return passed;
  }

  /** Returns the descriptors in the order of the plan; this object owns them. */
  List<Integer> fds() {
    return fds;
  }

  @Override
  public void close() {
    fds.forEach(kernel::close);
    fds.clear();
  }
}
