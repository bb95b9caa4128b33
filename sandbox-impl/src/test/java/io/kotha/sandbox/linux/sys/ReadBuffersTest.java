package io.kotha.sandbox.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadBuffersTest {

  private final ReadBuffers buffers;

  ReadBuffersTest() throws Exception {
    buffers = new ReadBuffers(Native.load());
  }

  @Test
  void bufferIsUsedAgain() {
    NativeBuffer first = buffers.take();
    buffers.giveBack(first);
    assertThat(buffers.take()).isSameAs(first);
  }

  @Test
  void bufferInUseIsNotGivenTwice() {
    Set<NativeBuffer> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 20; i++) {
      assertThat(taken.add(buffers.take())).isTrue();
    }
  }

  @Test
  void fewBuffersAreKept() {
    List<NativeBuffer> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add(buffers.take());
    }
    many.forEach(buffers::giveBack);
    int kept = 0;
    for (int i = 0; i < 20; i++) {
      kept += many.contains(buffers.take()) ? 1 : 0;
    }
    assertThat(kept).isBetween(1, 8);
  }
}
