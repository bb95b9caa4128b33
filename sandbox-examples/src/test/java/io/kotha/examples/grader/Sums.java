package io.kotha.examples.grader;

import java.util.Map;

/** Programs that read two numbers and print their sum, by file extension. */
final class Sums {

  private Sums() {}

  static Map<String, String> byExtension() {
    return Map.ofEntries(
        Map.entry(
            "c",
            """
            #include <stdio.h>
            int main(void) { int a, b; scanf("%d%d", &a, &b); printf("%d\\n", a + b); }
            """),
        Map.entry(
            "cc",
            """
            #include <iostream>
            int main() { int a, b; std::cin >> a >> b; std::cout << a + b << std::endl; }
            """),
        Map.entry(
            "java",
            """
            class Helper { static int sum(int a, int b) { return a + b; } }
            class Main {
              public static void main(String[] args) {
                var in = new java.util.Scanner(System.in);
                System.out.println(Helper.sum(in.nextInt(), in.nextInt()));
              }
            }
            """),
        Map.entry("py", "a, b = map(int, input().split())\nprint(a + b)\n"),
        Map.entry(
            "kt", "fun main() { println(readLine()!!.split(\" \").map { it.toInt() }.sum()) }\n"),
        Map.entry(
            "rs",
            """
            fn main() {
                let mut line = String::new();
                std::io::stdin().read_line(&mut line).unwrap();
                let sum: i32 = line.split_whitespace().map(|x| x.parse::<i32>().unwrap()).sum();
                println!("{}", sum);
            }
            """),
        Map.entry(
            "go",
            """
            package main
            import "fmt"
            func main() { var a, b int; fmt.Scan(&a, &b); fmt.Println(a + b) }
            """),
        Map.entry(
            "js",
            """
            const [a, b] = require("fs").readFileSync(0, "utf8").split(" ").map(Number);
            console.log(a + b);
            """),
        Map.entry("sh", "read a b\necho $((a + b))\n"),
        Map.entry("pl", "my ($a, $b) = split ' ', <STDIN>;\nprint $a + $b, \"\\n\";\n"),
        Map.entry("rb", "puts gets.split.map(&:to_i).sum\n"),
        Map.entry("php", "<?php [$a, $b] = explode(' ', fgets(STDIN)); echo $a + $b, \"\\n\";\n"),
        Map.entry("lua", "local a, b = io.read('n', 'n')\nprint(a + b)\n"),
        Map.entry("hs", "main = getLine >>= print . sum . map (read :: String -> Int) . words\n"),
        Map.entry(
            "ml", "let () = Scanf.scanf \" %d %d\" (fun a b -> Printf.printf \"%d\\n\" (a + b))\n"),
        Map.entry("pas", "var a, b: integer; begin read(a, b); writeln(a + b) end.\n"),
        Map.entry("f90", "integer :: a, b\nread *, a, b\nprint '(I0)', a + b\nend\n"),
        Map.entry(
            "cs",
            """
            class P { static void Main() {
              var w = System.Console.ReadLine().Split(' ');
              System.Console.WriteLine(int.Parse(w[0]) + int.Parse(w[1])); } }
            """),
        Map.entry("tcl", "gets stdin line\nputs [expr [join $line +]]\n"));
  }
}
