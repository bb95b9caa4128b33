package io.kotha.sandbox.linux.seccomp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.kotha.sandbox.Capability;
import io.kotha.sandbox.linux.seccomp.bpf.BpfProgram;
import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a seccomp profile in the format of Docker and the OCI runtimes: {@code seccomp.json}, or
 * the object {@code linux.seccomp} of a {@code config.json}.
 *
 * <p>Anything that cannot be honoured is an error that names it: unknown keys and values, actions
 * that need a tracer or an agent, flags that weaken the filter, contradictory entries for one call,
 * and an entry that refuses an unknown call. An entry that allows an unknown call is skipped: the
 * number of such a call has no name here either, so the filter refuses it.
 */
public final class ProfileReader {

  /**
   * The host and room that the conditions of entries ({@code includes}, {@code excludes}) are
   * evaluated for.
   *
   * @param arch the architecture of the host
   * @param kernel the release of its kernel, such as {@code 6.1.0-18-amd64}
   * @param kept the capabilities that the room keeps
   */
  public record Target(Arch arch, String kernel, Set<Capability> kept) {
    /** Copies the set of capabilities. */
    public Target {
      kept = Set.copyOf(kept);
    }
  }

  private static final Set<String> PROFILE_KEYS =
      Set.of("defaultAction", "defaultErrnoRet", "archMap", "architectures", "flags", "syscalls");

  /** The flags that rooms have in any case or do not need. */
  private static final Set<String> FLAGS =
      Set.of(
          "SECCOMP_FILTER_FLAG_TSYNC",
          "SECCOMP_FILTER_FLAG_LOG",
          "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV");

  private static final Set<String> ENTRY_KEYS =
      Set.of("names", "name", "action", "errnoRet", "args", "comment", "includes", "excludes");
  private static final Set<String> ARGUMENT_KEYS = Set.of("index", "value", "valueTwo", "op");
  private static final Set<String> FILTER_KEYS = Set.of("caps", "arches", "minKernel");

  private static final int EPERM = 1;
  private static final int MAX_ERRNO = 4095;
  private static final int MAX_INDEX = 5;

  /** Up to the 20 digits of 2^64 - 1. */
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");

  private final Target target;

  /** The number of rules with conditions so far. */
  private int conditional;

  private ProfileReader(Target target) {
    this.target = target;
  }

  /**
   * Reads a profile.
   *
   * @param name the name of the resulting policy, for reports
   * @throws IllegalArgumentException if the profile is invalid or unsupported; the message names
   *     the offending place
   */
  public static SyscallPolicy read(String name, String json, Target target) {
    try {
      refuseDuplicateKeys(reader(json));
      JsonReader reader = reader(json);
      JsonObject profile = JsonParser.parseReader(reader).getAsJsonObject();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new IllegalStateException("data after the end of the JSON object");
      }
      return new ProfileReader(target).policy(name, profile);
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException
        | StackOverflowError e) {
      throw new IllegalArgumentException("profile " + name + ": " + e.getMessage(), e);
    }
  }

  private static JsonReader reader(String json) {
    JsonReader reader = new JsonReader(new StringReader(json));
    reader.setStrictness(Strictness.STRICT);
    return reader;
  }

  /** Requires different keys in each object: the parser would take the last of equal ones. */
  private static void refuseDuplicateKeys(JsonReader reader) throws IOException {
    Deque<Set<String>> objects = new ArrayDeque<>();
    for (JsonToken next = reader.peek(); next != JsonToken.END_DOCUMENT; next = reader.peek()) {
      switch (next) {
        case BEGIN_OBJECT -> {
          reader.beginObject();
          objects.push(new HashSet<>());
        }
        case END_OBJECT -> {
          reader.endObject();
          objects.pop();
        }
        case BEGIN_ARRAY -> reader.beginArray();
        case END_ARRAY -> reader.endArray();
        case NAME -> {
          if (!objects.element().add(reader.nextName())) {
            throw new IllegalStateException("duplicate key: " + reader.getPath());
          }
        }
        default -> reader.skipValue();
      }
    }
  }

  private SyscallPolicy policy(String name, JsonObject profile) {
    expect(profile, PROFILE_KEYS, "");
    for (JsonElement flag : list(profile, "flags")) {
      if (!FLAGS.contains(flag.getAsString())) {
        throw new IllegalArgumentException(
            "profile " + name + ": flag " + flag + " is not supported");
      }
    }
    List<JsonElement> architectures = list(profile, "architectures");
    String own = target.arch() == Arch.X86_64 ? "SCMP_ARCH_X86_64" : "SCMP_ARCH_AARCH64";
    if (!architectures.isEmpty()
        && architectures.stream().noneMatch(a -> a.getAsString().equals(own))) {
      throw new IllegalArgumentException("profile " + name + " is not for " + own);
    }
    SyscallAction defaultAction = action(profile, "defaultAction", "defaultErrnoRet");
    List<SyscallRule> rules = new ArrayList<>();
    int at = 0;
    for (JsonElement element : list(profile, "syscalls")) {
      String where = "profile " + name + ": syscalls[" + at++ + "]";
      try {
        addRules(rules, element.getAsJsonObject());
      } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException e) {
        throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
      }
    }
    refuseContradictions(rules);
    // The last rule that matches decides, so refusals must follow grants.
    rules.sort(Comparator.comparing(rule -> !(rule.action() instanceof SyscallAction.Allow)));
    return new SyscallPolicy(name, defaultAction, SyscallAction.ENOSYS, rules);
  }

  private void addRules(List<SyscallRule> rules, JsonObject entry) {
    expect(entry, ENTRY_KEYS, "");
    if (!applies(entry)) {
      return;
    }
    SyscallAction action = action(entry, "action", "errnoRet");
    List<String> names = new ArrayList<>();
    list(entry, "names").forEach(n -> names.add(n.getAsString()));
    if (entry.has("name")) {
      names.add(entry.get("name").getAsString());
    }
    if (names.isEmpty()) {
      throw new IllegalStateException("the entry names no system call");
    }
    for (String name : names) {
      if (!isKnown(name)) {
        if (!(action instanceof SyscallAction.Allow) && !ForeignCalls.NAMES.contains(name)) {
          throw new IllegalStateException("no system call is called " + name);
        }
        continue;
      }
      for (List<ArgumentCondition> conditions : alternatives(name, action, list(entry, "args"))) {
        SyscallRule rule = new SyscallRule(name, action, conditions);
        conditional += rule.isUnconditional() ? 0 : 1;
        if (conditional > BpfProgram.MAX_LENGTH) {
          throw new IllegalStateException(
              "more than %1$d rules with conditions: the kernel takes at most %1$d instructions"
                      .formatted(BpfProgram.MAX_LENGTH)
                  + " in a filter, and each such rule needs one");
        }
        rules.add(rule);
      }
    }
  }

  /**
   * Returns the lists of conditions that an entry stands for. All conditions of an entry must hold
   * together; but if one argument has several, each condition is a rule of its own, as in {@code
   * runc}.
   */
  private static List<List<ArgumentCondition>> alternatives(
      String syscall, SyscallAction action, List<JsonElement> arguments) {
    List<ArgumentCondition> all = new ArrayList<>();
    Set<Integer> indices = new HashSet<>();
    boolean separate = false;
    for (JsonElement element : arguments) {
      JsonObject argument = element.getAsJsonObject();
      expect(argument, ARGUMENT_KEYS, "args: ");
      ArgumentCondition condition = condition(syscall, action, argument);
      separate |= !indices.add(condition.index());
      all.add(condition);
    }
    return separate ? all.stream().map(List::of).toList() : List.of(List.copyOf(all));
  }

  private static ArgumentCondition condition(
      String syscall, SyscallAction action, JsonObject argument) {
    int index = (int) integer("index", required(argument, "index"), MAX_INDEX);
    long value = number(argument, "value");
    Operator operator = operator(required(argument, "op").getAsString());
    return operator == Operator.MASKED_EQ // its mask is the first value
        ? ArgumentWidths.condition(
            syscall, index, operator, number(argument, "valueTwo"), value, action)
        : ArgumentWidths.condition(syscall, index, operator, value, 0, action);
  }

  private static Operator operator(String op) {
    return switch (op) {
      case "SCMP_CMP_EQ" -> Operator.EQ;
      case "SCMP_CMP_NE" -> Operator.NE;
      case "SCMP_CMP_LT" -> Operator.LT;
      case "SCMP_CMP_LE" -> Operator.LE;
      case "SCMP_CMP_GT" -> Operator.GT;
      case "SCMP_CMP_GE" -> Operator.GE;
      case "SCMP_CMP_MASKED_EQ" -> Operator.MASKED_EQ;
      default -> throw new IllegalStateException("unknown comparison: " + op);
    };
  }

  private static long number(JsonObject argument, String key) {
    return argument.has(key) ? integer(key, argument.get(key), -1) : 0;
  }

  private static void refuseContradictions(List<SyscallRule> rules) {
    Map<String, SyscallAction> always = new HashMap<>();
    for (SyscallRule rule : rules) {
      if (rule.isUnconditional()) {
        always.put(rule.syscall(), rule.action());
      }
    }
    for (SyscallRule rule : rules) {
      if (!always.getOrDefault(rule.syscall(), rule.action()).equals(rule.action())) {
        throw new IllegalStateException(
            rule.syscall() + " has different actions, one of them for all arguments");
      }
    }
  }

  // ---- selecting the entries for this host and room ----

  private boolean applies(JsonObject entry) {
    JsonObject includes = filter(entry, "includes");
    JsonObject excludes = filter(entry, "excludes");
    return hasAll(list(includes, "caps"))
        && (list(includes, "arches").isEmpty() || namesArch(list(includes, "arches")))
        && (!includes.has("minKernel") || isAtLeast(includes.get("minKernel").getAsString()))
        && list(excludes, "caps").stream().noneMatch(c -> has(c.getAsString()))
        && !namesArch(list(excludes, "arches"))
        && !(excludes.has("minKernel") && isAtLeast(excludes.get("minKernel").getAsString()));
  }

  private static JsonObject filter(JsonObject entry, String key) {
    JsonElement element = entry.get(key);
    JsonObject filter =
        element == null || element.isJsonNull() ? new JsonObject() : element.getAsJsonObject();
    expect(filter, FILTER_KEYS, key + ": ");
    return filter;
  }

  private boolean hasAll(List<JsonElement> names) {
    return names.stream().allMatch(c -> has(c.getAsString()));
  }

  private boolean has(String capability) {
    return target.kept().stream().anyMatch(c -> ("CAP_" + c).equals(capability));
  }

  private boolean namesArch(List<JsonElement> names) {
    String own = target.arch() == Arch.X86_64 ? "amd64" : "arm64";
    return names.stream().anyMatch(a -> a.getAsString().equals(own));
  }

  private boolean isAtLeast(String minimum) {
    String[] wanted = minimum.split("\\.", -1);
    String[] here = target.kernel().split("[^0-9]+", -1);
    if (wanted.length != 2 || here.length < 2) {
      throw new IllegalStateException("minKernel is MAJOR.MINOR, not " + minimum);
    }
    int major = Integer.compare(Integer.parseInt(here[0]), Integer.parseInt(wanted[0]));
    return major != 0 ? major > 0 : Integer.parseInt(here[1]) >= Integer.parseInt(wanted[1]);
  }

  private static boolean isKnown(String syscall) {
    for (Arch arch : Arch.values()) {
      if (arch.table().numberOf(syscall).isPresent()) {
        return true;
      }
    }
    return false;
  }

  // ---- reading single values ----

  private static SyscallAction action(JsonObject object, String key, String errnoKey) {
    int errno =
        object.has(errnoKey) ? (int) integer(errnoKey, object.get(errnoKey), MAX_ERRNO) : EPERM;
    JsonElement action = required(object, key);
    return switch (action.getAsString()) {
      case "SCMP_ACT_ALLOW" -> SyscallAction.allow();
      case "SCMP_ACT_LOG" -> SyscallAction.log();
      case "SCMP_ACT_ERRNO" -> SyscallAction.errno(errno);
      case "SCMP_ACT_TRAP" -> SyscallAction.trap();
      case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS" -> SyscallAction.kill();
      default -> throw new IllegalStateException("action " + action + " is not supported");
    };
  }

  /**
   * Returns an integer as it is written. Numbers with a fraction or an exponent are refused,
   * because the container runtimes refuse them too.
   *
   * @param most the largest value, unsigned
   */
  private static long integer(String key, JsonElement element, long most) {
    String text = element.toString(); // a string has its quotes here
    if (DIGITS.matcher(text).matches() && new BigInteger(text).bitLength() <= Long.SIZE) {
      long value = Long.parseUnsignedLong(text);
      if (Long.compareUnsigned(value, most) <= 0) {
        return value;
      }
    }
    throw new IllegalStateException(
        key + " must be an integer from 0 to " + Long.toUnsignedString(most) + ", not " + text);
  }

  private static JsonElement required(JsonObject object, String key) {
    JsonElement element = object.get(key);
    if (element == null) {
      throw new IllegalStateException("missing key " + key);
    }
    return element;
  }

  private static List<JsonElement> list(JsonObject object, String key) {
    @Nullable JsonElement element = object.get(key);
    return element == null || element.isJsonNull() ? List.of() : element.getAsJsonArray().asList();
  }

  private static void expect(JsonObject object, Set<String> keys, String where) {
    for (String key : object.keySet()) {
      if (!keys.contains(key)) {
        throw new IllegalStateException(where + "unknown key " + key);
      }
    }
  }
}
