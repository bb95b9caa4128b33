import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StreamTokenizer;

/** Breadth-first search, in two classes; this one is the entry point. */
public final class Main {
  public static void main(String[] args) throws IOException {
    StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
    int rooms = next(in);
    int doors = next(in);
    House house = new House(rooms);
    for (int i = 0; i < doors; i++) {
      int from = next(in);
      house.door(from, next(in));
    }
    house
        .doorsBetween(1, rooms)
        .ifPresentOrElse(System.out::println, () -> System.out.println("sealed"));
  }

  private static int next(StreamTokenizer in) throws IOException {
    in.nextToken();
    return (int) in.nval;
  }
}
