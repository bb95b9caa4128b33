package io.kotha.sandbox.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {

  private final NativeMemory memory = new NativeMemory(Runtime.getSystemRuntime());

  private record Piece(Pointer pointer, int bytes) {}

  private List<Piece> fill(int count) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int bytes = 1 + (i * 37) % 5000;
      Pointer pointer = memory.allocate(bytes);
      for (int at = 0; at < bytes; at++) {
        assertThat(pointer.getByte(at)).isZero();
      }
      pointer.setMemory(0, bytes, (byte) 0xff);
      pieces.add(new Piece(pointer, bytes));
    }
    return pieces;
  }

  @Test
  void memoryIsZeroedAlignedAndUsedOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<List<Piece>>> filled = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      filled.add(threads.submit(() -> fill(200)));
    }
    List<Piece> all = new ArrayList<>();
    for (Future<List<Piece>> pieces : filled) {
      all.addAll(pieces.get());
    }
    threads.shutdown();
    all.sort(Comparator.comparingLong(piece -> piece.pointer().address()));
    long end = 0;
    for (Piece piece : all) {
      assertThat(piece.pointer().address()).isGreaterThanOrEqualTo(end);
      assertThat(piece.pointer().address() % 8).isZero();
      end = piece.pointer().address() + piece.bytes();
    }
  }

  @Test
  void numbersHaveTheByteOrderOfTheHost() {
    Pointer pointer = memory.allocate(16);
    pointer.putLong(8, 0x0102030405060708L);
    assertThat(Pointer.wrap(Runtime.getSystemRuntime(), pointer.address() + 8).getLong(0))
        .isEqualTo(0x0102030405060708L);
    assertThat(pointer.slice(8).address()).isEqualTo(pointer.address() + 8);
  }

  @Test
  void noThreadOfJnrFfiIsStarted() {
    memory.allocate(100).putInt(0, 1);
    memory.allocate(100_000).putInt(0, 1);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("jnr.ffi"));
  }
}
