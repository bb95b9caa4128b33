package io.kotha.examples.ship.seccomp;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.kotha.sandbox.Capability;
import io.kotha.sandbox.SyscallAction;
import io.kotha.sandbox.SyscallPolicy;
import io.kotha.sandbox.SyscallRule;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@code seccomp.json} of Docker, Podman or the OCI run-time specification.
 *
 * <p>Taken are the default action, the calls with their actions and arguments, and Docker's
 * conditions on capabilities, architecture and kernel. What cannot be taken as it is meant is
 * refused with a message that names it: actions that need a tracer or an agent, flags that weaken,
 * and calls that one rule decides always and another for some arguments. Calls of other ABIs than
 * the machine's own are refused whatever the file says.
 */
public final class SeccompFile {

  private final String name;
  private final SeccompJson json;

  private SeccompFile(String name, SeccompJson json) {
    this.name = name;
    this.json = json;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no such file
   */
  public static SeccompFile read(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          "no seccomp profile " + path + " (say default, none, or a JSON file)");
    }
    try (Reader reader = Files.newBufferedReader(path)) {
      SeccompJson json = new Gson().fromJson(reader, SeccompJson.class);
      if (json == null || json.defaultAction == null) {
        throw new IllegalArgumentException(path + ": no defaultAction in it");
      }
      return new SeccompFile(String.valueOf(path.getFileName()), json);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(path + ": not a seccomp profile: " + e.getMessage(), e);
    }
  }

  /**
   * The policy for this machine.
   *
   * @param kept the capabilities that the room keeps, which decide on some rules
   */
  public SyscallPolicy toPolicy(Set<Capability> kept) {
    refuseWhatCannotBeTaken();
    SyscallAction otherwise =
        action(String.valueOf(json.defaultAction), json.defaultErrnoRet, "defaultAction");
    boolean allowsByDefault = otherwise instanceof SyscallAction.Allow;
    return new SyscallPolicy(
        name, otherwise, allowsByDefault ? otherwise : SyscallAction.ENOSYS, rules(kept));
  }

  private List<SyscallRule> rules(Set<Capability> kept) {
    Map<String, List<SyscallRule>> byCall = new TreeMap<>();
    for (SeccompJson.Rule rule : orEmpty(json.syscalls)) {
      if (Applicability.holds(rule, kept)) {
        for (String call : names(rule)) {
          if (!ForeignCalls.NAMES.contains(call)) {
            byCall.computeIfAbsent(call, c -> new ArrayList<>()).addAll(rulesOf(rule, call));
          }
        }
      }
    }
    List<SyscallRule> all = new ArrayList<>();
    byCall.forEach((call, rules) -> all.addAll(inOrder(call, rules)));
    return all;
  }

  /** The later rule decides: so what refuses comes after what allows. */
  private List<SyscallRule> inOrder(String call, List<SyscallRule> rules) {
    Set<SyscallAction> actions = new java.util.HashSet<>();
    rules.forEach(rule -> actions.add(rule.action()));
    if (actions.size() > 1 && rules.stream().anyMatch(SyscallRule::isUnconditional)) {
      throw refused(call + " has different actions, one of them whatever its arguments");
    }
    List<SyscallRule> ordered = new ArrayList<>(rules);
    ordered.sort(
        java.util.Comparator.comparing(rule -> !(rule.action() instanceof SyscallAction.Allow)));
    return ordered;
  }

  private List<SyscallRule> rulesOf(SeccompJson.Rule rule, String call) {
    SyscallAction action = action(String.valueOf(rule.action), rule.errnoRet, call);
    return Conditions.alternatives(call, orEmpty(rule.args)).stream()
        .map(conditions -> new SyscallRule(call, action, conditions))
        .toList();
  }

  private List<String> names(SeccompJson.Rule rule) {
    if (rule.names == null && rule.name == null) {
      throw refused("a rule names no system call");
    }
    return rule.names == null ? List.of(String.valueOf(rule.name)) : rule.names;
  }

  private SyscallAction action(String action, @Nullable Integer errno, String where) {
    return switch (action) {
      case "SCMP_ACT_ALLOW" -> SyscallAction.allow();
      case "SCMP_ACT_ERRNO" -> errno == null ? SyscallAction.EPERM : SyscallAction.errno(errno);
      case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS" -> SyscallAction.kill();
      case "SCMP_ACT_TRAP" -> SyscallAction.trap();
      case "SCMP_ACT_LOG" -> SyscallAction.log();
      case "SCMP_ACT_TRACE", "SCMP_ACT_NOTIFY" ->
          throw refused(where + ": " + action + " needs an agent, and there is none here");
      default -> throw refused(where + ": unknown action " + action);
    };
  }

  private void refuseWhatCannotBeTaken() {
    if (json.listenerPath != null) {
      throw refused("listenerPath asks for an agent, and there is none here");
    }
    for (String flag : orEmpty(json.flags)) {
      // All threads are filtered anyway: the filter is there before the program.
      if (!flag.equals("SECCOMP_FILTER_FLAG_TSYNC")) {
        throw refused("flag " + flag + " cannot be honoured");
      }
    }
    List<String> architectures = new ArrayList<>(orEmpty(json.architectures));
    orEmpty(json.archMap).forEach(map -> architectures.add(String.valueOf(map.architecture)));
    if (!architectures.isEmpty() && !architectures.contains(Machine.scmpName())) {
      throw refused("it is for " + architectures + ", and this machine is " + Machine.scmpName());
    }
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("seccomp profile " + name + ": " + why);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
