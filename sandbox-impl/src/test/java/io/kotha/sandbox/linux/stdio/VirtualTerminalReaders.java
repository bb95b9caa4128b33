package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.linux.fixture.VirtualThreads;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads terminals in virtual threads, in a JVM that may have one carrier: {@code
 * VirtualTerminalReaders COUNT}. Other virtual threads write to the terminals once all readers have
 * started. Prints {@code all were read}, or the reason.
 */
final class VirtualTerminalReaders {

  private VirtualTerminalReaders() {}

  /** Runs the readers, as the class describes. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    Native kernel = Native.load();
    EventLoop events = EventLoop.start(kernel);
    ExecutorService threads = VirtualThreads.executor();
    CountDownLatch started = new CountDownLatch(count);
    List<Future<String>> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] sides = Pty.open(kernel, new Terminal(80, 24));
      TerminalInput input =
          new TerminalInput(StreamDescriptor.ofTerminal(kernel, events, sides[0]));
      readers.add(
          threads.submit(
              () -> {
                started.countDown();
                byte[] line = new byte[16];
                return new String(line, 0, input.read(line), StandardCharsets.US_ASCII);
              }));
      String text = i + "\n";
      var unused =
          threads.submit(
              () -> {
                started.await();
                kernel.writeAll(sides[1], text.getBytes(StandardCharsets.US_ASCII));
                return null;
              });
    }
    String outcome = "all were read";
    for (int i = 0; i < count; i++) {
      String line;
      try {
        line = readers.get(i).get(20, TimeUnit.SECONDS);
      } catch (Exception e) {
        line = e.toString();
      }
      if (!line.equals(i + "\r\n")) { // The terminal writes a carriage return before a newline.
        outcome = "reader " + i + ": " + line.strip();
        break;
      }
    }
    System.out.println(outcome);
    System.exit(0); // Exits even if the carrier is never released.
  }
}
