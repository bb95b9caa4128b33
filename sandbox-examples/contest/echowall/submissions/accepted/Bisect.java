import java.util.Scanner;

/** Binary search. */
public class Bisect {
  public static void main(String[] args) {
    Scanner in = new Scanner(System.in);
    int first = 1;
    int last = in.nextInt();
    in.nextInt();
    while (true) {
      int middle = first + (last - first) / 2;
      System.out.println("shout " + middle);
      System.out.flush();
      switch (in.next()) {
        case "left" -> last = middle - 1;
        case "right" -> first = middle + 1;
        default -> {
          return;
        }
      }
    }
  }
}
