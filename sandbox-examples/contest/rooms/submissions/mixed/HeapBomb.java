/*
 * @EXPECTED_RESULTS@: MEMORY-LIMIT, RUN-ERROR
 *
 * HOSTILE: memory bomb, inside a virtual machine.
 *
 * Tries:   keeps every array that it makes.
 * Stopped: by the memory limit of the room's cgroup, or earlier by the JVM, if the judge gives it a
 *          heap that fits the room (OutOfMemoryError, exit status 1).
 * Verdict: MEMORY-LIMIT in the first case, RUN-ERROR in the second. No limit, on a
 *          machine of 8 GB or more, whose JVMs take heaps of 2 GiB: WRONG-ANSWER.
 * Bound:   2 GiB.
 */
import java.util.ArrayList;
import java.util.List;

public class HeapBomb {
  private static final int MIB = 1 << 20;

  public static void main(String[] args) {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      kept.add(new byte[8 * MIB]);
    }
    System.out.println(kept.size() * 8 + " MiB");
  }
}
