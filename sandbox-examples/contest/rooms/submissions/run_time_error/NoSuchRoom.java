import java.util.Arrays;
import java.util.Scanner;

/** Ends with an uncaught exception in any house of more than a hundred rooms. */
public class NoSuchRoom {
  public static void main(String[] args) {
    Scanner in = new Scanner(System.in);
    int rooms = in.nextInt();
    int doors = in.nextInt();
    int[] from = new int[doors];
    int[] to = new int[doors];
    for (int i = 0; i < doors; i++) {
      from[i] = in.nextInt();
      to[i] = in.nextInt();
    }
    int[] passed = new int[101];
    Arrays.fill(passed, Integer.MAX_VALUE);
    passed[1] = 0;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < doors; i++) {
        if (passed[from[i]] != Integer.MAX_VALUE && passed[to[i]] > passed[from[i]] + 1) {
          passed[to[i]] = passed[from[i]] + 1;
          changed = true;
        }
      }
    }
    System.out.println(passed[rooms] == Integer.MAX_VALUE ? "sealed" : passed[rooms]);
  }
}
