package io.kotha.sandbox.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ElfFileTest {

  private static ElfFile parse(byte[] bytes) throws IOException {
    return ElfFile.parse(new HeapBytes(bytes));
  }

  @Test
  void parsesAProgram() throws IOException {
    ElfFile elf =
        parse(
            ElfImage.x86()
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .needs("libtinfo.so.6", "libc.so.6")
                .rpath("/a:$ORIGIN/../b")
                .runpath(":/c:")
                .bytes());

    assertThat(elf.machine()).isEqualTo(Machine.X86_64);
    assertThat(elf.interpreter()).contains("/lib64/ld-linux-x86-64.so.2");
    assertThat(elf.needed()).containsExactly("libtinfo.so.6", "libc.so.6");
    assertThat(elf.rpath()).containsExactly("/a", "$ORIGIN/../b");
    assertThat(elf.runpath()).containsExactly("/c");
  }

  @Test
  void parsesALibrary() throws IOException {
    ElfFile elf = parse(ElfImage.arm().bytes());

    assertThat(elf.machine()).isEqualTo(Machine.AARCH64);
    assertThat(elf.interpreter()).isEmpty();
    assertThat(elf.needed()).isEmpty();
  }

  @Test
  void errorNamesTheUnsupportedProperty() {
    byte[] image = ElfImage.x86().bytes();

    assertRefused(changed(image, 0, 'X'), "not an ELF file");
    assertRefused(changed(image, 4, 1), "not a 64-bit ELF file");
    assertRefused(changed(image, 5, 2), "not a little-endian ELF file");
    assertRefused(changed(image, 16, 1), "neither a program nor a library");
    assertRefused(changed(image, 18, 40), "unsupported machine (e_machine 40)");
    assertRefused(changed(image, 54, 32), "program headers of unknown size");
    assertRefused(changed(image, 57, 255), "too many program headers");
    assertRefused(new byte[0], "truncated");
  }

  private static byte[] changed(byte[] image, int at, int value) {
    byte[] copy = image.clone();
    copy[at] = (byte) value;
    return copy;
  }

  private static void assertRefused(byte[] image, String message) {
    assertThatThrownBy(() -> parse(image))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining(message);
  }
}
