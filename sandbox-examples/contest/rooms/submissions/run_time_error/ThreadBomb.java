/*
 * HOSTILE: thread bomb.
 *
 * Tries:   starts threads that sleep, as many as it can get.
 * Stopped: by the limit on processes of the room's cgroup, which counts threads; the JVM throws
 *          OutOfMemoryError ("unable to create native thread"), which is not caught: exit status 1.
 * Verdict: RUN-ERROR. No limit: WRONG-ANSWER.
 * Bound:   2,000 daemon threads with small stacks; they end with main.
 */
public class ThreadBomb {
  private static final int MOST = 2_000;

  public static void main(String[] args) {
    for (int i = 0; i < MOST; i++) {
      Thread thread = new Thread(null, ThreadBomb::sleep, "bomb-" + i, 64 * 1024);
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println(MOST + " threads");
  }

  private static void sleep() {
    try {
      Thread.sleep(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
