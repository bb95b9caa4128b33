package io.kotha.examples.ship;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.isolation.User;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options that describe the program's user and capabilities. By default the program has no
 * capability, whereas Docker keeps fourteen. Docker's {@code --cap-drop=net_raw} is therefore
 * {@code --cap-add docker-default --cap-drop net_raw} here; {@code --cap-drop net_raw} alone has no
 * effect.
 */
final class IdentityOptions {

  private static final String DOCKER = "docker-default";
  private static final String ALL = "all";

  @Option(
      names = "--user",
      paramLabel = "UID[:GID]",
      converter = Converters.UserAndGroup.class,
      description = "Uid and gid in the room; by default 0:0, which is never the host's uid 0.")
  private @Nullable User user;

  @Option(
      names = "--cap-add",
      paramLabel = "CAP",
      split = ",",
      description =
          "Keeps a capability over the room's own namespaces: a name such as net_raw,"
              + " docker-default (the fourteen of a Docker container), or all. By default, none is"
              + " kept.")
  private List<String> added = List.of();

  @Option(
      names = "--cap-drop",
      paramLabel = "CAP",
      split = ",",
      description =
          "Drops a capability that --cap-add keeps, in any order of options; without --cap-add it"
              + " has no effect.")
  private List<String> dropped = List.of();

  Sandbox apply(Sandbox sandbox) {
    Sandbox s = user == null ? sandbox : sandbox.user(user.uid(), user.gid());
    s = s.keepCaps(named(added));
    return s.dropCaps(named(dropped).toArray(Capability[]::new));
  }

  private static Set<Capability> named(List<String> names) {
    List<Capability> all = new ArrayList<>();
    for (String name : names) {
      switch (name.toLowerCase(java.util.Locale.ROOT)) {
        case DOCKER -> all.addAll(Capability.DOCKER_DEFAULT);
        case ALL -> all.addAll(EnumSet.allOf(Capability.class));
        default -> all.add(Capability.parse(name));
      }
    }
    return all.isEmpty() ? EnumSet.noneOf(Capability.class) : EnumSet.copyOf(all);
  }
}
