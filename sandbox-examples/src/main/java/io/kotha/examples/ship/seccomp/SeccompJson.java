package io.kotha.examples.ship.seccomp;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file as it is; gson fills the fields in, and what the file lacks stays null. */
final class SeccompJson {

  @Nullable String defaultAction;
  @Nullable Integer defaultErrnoRet;
  @Nullable List<String> architectures;
  @Nullable List<ArchMap> archMap;
  @Nullable List<String> flags;
  @Nullable String listenerPath;
  @Nullable List<Rule> syscalls;

  /** Docker's way to name architectures. */
  static final class ArchMap {
    @Nullable String architecture;
    @Nullable List<String> subArchitectures;
  }

  /** What happens to some calls. */
  static final class Rule {
    @Nullable String name;
    @Nullable List<String> names;
    @Nullable String action;
    @Nullable Integer errnoRet;
    @Nullable List<Argument> args;
    @Nullable Filter includes;
    @Nullable Filter excludes;
  }

  /** A comparison. */
  static final class Argument {
    int index;
    @Nullable BigInteger value;
    @Nullable BigInteger valueTwo;
    @Nullable String op;
  }

  /** Where a rule applies, in Docker's files. */
  static final class Filter {
    @Nullable List<String> caps;
    @Nullable List<String> arches;
    @Nullable String minKernel;
  }
}
