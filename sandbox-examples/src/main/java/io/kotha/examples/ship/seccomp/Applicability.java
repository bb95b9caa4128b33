package io.kotha.examples.ship.seccomp;

import io.kotha.examples.ship.seccomp.SeccompJson.Filter;
import io.kotha.examples.ship.seccomp.SeccompJson.Rule;
import io.kotha.sandbox.Capability;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Docker's conditions on a rule: it must meet all that it includes and none that it excludes. */
final class Applicability {

  private Applicability() {}

  static boolean holds(Rule rule, Set<Capability> kept) {
    return isIncluded(rule.includes, kept) && !isExcluded(rule.excludes, kept);
  }

  private static boolean isIncluded(@Nullable Filter filter, Set<Capability> kept) {
    if (filter == null) {
      return true;
    }
    List<String> arches = orEmpty(filter.arches);
    return (arches.isEmpty() || arches.contains(Machine.goName()))
        && orEmpty(filter.caps).stream().map(Capability::parse).allMatch(kept::contains)
        && (filter.minKernel == null || Machine.hasKernel(filter.minKernel));
  }

  private static boolean isExcluded(@Nullable Filter filter, Set<Capability> kept) {
    return filter != null
        && (orEmpty(filter.arches).contains(Machine.goName())
            || orEmpty(filter.caps).stream().map(Capability::parse).anyMatch(kept::contains)
            || (filter.minKernel != null && Machine.hasKernel(filter.minKernel)));
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
