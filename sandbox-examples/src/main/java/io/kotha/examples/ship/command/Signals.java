package io.kotha.examples.ship.command;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Signals of Linux by name, with or without SIG, or by number ({@code signal(7)}). */
final class Signals implements ITypeConverter<Integer> {

  static final int KILL = 9;

  private static final int MOST = 64;

  /** The numbers of x86 and ARM, from 1 on. */
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /** Creates the converter. For picocli. */
  Signals() {}

  @Override
  public Integer convert(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    int named = NAMES.indexOf(upper.startsWith("SIG") ? upper.substring(3) : upper) + 1;
    int number = named > 0 ? named : number(text);
    if (number < 1 || number > MOST) {
      throw new TypeConversionException("not a signal: \"" + text + "\"");
    }
    return number;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
