package io.kotha.sandbox.linux.seccomp;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import io.kotha.sandbox.seccomp.SyscallRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a policy in the format that {@link ProfileReader} reads.
 *
 * <p>The entries of a profile have no order, so a call can have only one action. A policy can be
 * written if, for each call, all rules have the same action or the last rule has no conditions and
 * hides the earlier ones.
 */
public final class ProfileWriter {

  private final SyscallPolicy policy;

  private ProfileWriter(SyscallPolicy policy) {
    this.policy = policy;
  }

  /**
   * Returns the policy as a profile in JSON.
   *
   * @throws IllegalArgumentException if the format cannot express the policy
   */
  public static String write(SyscallPolicy policy, Arch arch) {
    JsonObject profile = new JsonObject();
    new ProfileWriter(policy).fill(profile, arch);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(profile);
  }

  private void fill(JsonObject profile, Arch arch) {
    if (!policy.unknown().equals(SyscallAction.ENOSYS)) {
      throw inexpressible(
          "a profile answers unknown call numbers with ENOSYS, not with " + policy.unknown());
    }
    action(profile, "defaultAction", "defaultErrnoRet", policy.defaultAction());
    JsonArray architectures = new JsonArray();
    architectures.add(arch == Arch.X86_64 ? "SCMP_ARCH_X86_64" : "SCMP_ARCH_AARCH64");
    profile.add("architectures", architectures);
    JsonArray entries = new JsonArray();
    Map<SyscallAction, Set<String>> whole = new LinkedHashMap<>();
    List<SyscallRule> conditional = new ArrayList<>();
    for (Map.Entry<String, List<SyscallRule>> call : effective().entrySet()) {
      for (SyscallRule rule : call.getValue()) {
        if (rule.isUnconditional()) {
          whole.computeIfAbsent(rule.action(), a -> new TreeSet<>()).add(rule.syscall());
        } else {
          conditional.add(rule);
        }
      }
    }
    whole.forEach((action, names) -> entries.add(entry(action, names)));
    for (SyscallRule rule : conditional) {
      JsonObject entry = entry(rule.action(), Set.of(rule.syscall()));
      JsonArray arguments = new JsonArray();
      rule.conditions().forEach(condition -> arguments.add(argument(condition)));
      entry.add("args", arguments);
      entries.add(entry);
    }
    profile.add("syscalls", entries);
  }

  /** Returns, by call, the rules that no later unconditional rule hides. */
  private Map<String, List<SyscallRule>> effective() {
    Map<String, List<SyscallRule>> calls = new LinkedHashMap<>();
    for (SyscallRule rule : policy.rules()) {
      List<SyscallRule> rules = calls.computeIfAbsent(rule.syscall(), name -> new ArrayList<>());
      if (rule.isUnconditional()) {
        rules.clear();
      } else if (!rules.isEmpty() && !rules.get(0).action().equals(rule.action())) {
        throw inexpressible(rule.syscall() + " has different actions for different arguments");
      }
      if (rules.isEmpty() || !rules.get(0).isUnconditional()) {
        rules.add(rule);
      }
    }
    return calls;
  }

  private JsonObject entry(SyscallAction action, Set<String> names) {
    JsonObject entry = new JsonObject();
    JsonArray listed = new JsonArray();
    names.forEach(listed::add);
    entry.add("names", listed);
    action(entry, "action", "errnoRet", action);
    return entry;
  }

  private void action(JsonObject object, String key, String errnoKey, SyscallAction action) {
    if (action instanceof SyscallAction.Errno errno) {
      object.addProperty(key, "SCMP_ACT_ERRNO");
      object.addProperty(errnoKey, errno.errno());
    } else if (action instanceof SyscallAction.Allow) {
      object.addProperty(key, "SCMP_ACT_ALLOW");
    } else if (action instanceof SyscallAction.Kill) {
      object.addProperty(key, "SCMP_ACT_KILL_PROCESS");
    } else if (action instanceof SyscallAction.Log) {
      object.addProperty(key, "SCMP_ACT_LOG");
    } else if (action instanceof SyscallAction.Trap) {
      object.addProperty(key, "SCMP_ACT_TRAP");
    } else {
      throw inexpressible("the format has no action " + action);
    }
  }

  private JsonObject argument(ArgumentCondition condition) {
    Operator operator = condition.operator();
    // Container runtimes compare all 64 bits unless the profile gives a mask.
    boolean isInt = condition.width() == ArgumentCondition.Width.INT;
    boolean masked = operator == Operator.MASKED_EQ || (isInt && operator == Operator.EQ);
    if (operator == Operator.MASKED_NE || (isInt && !masked)) {
      throw inexpressible(
          "the format has no comparison " + operator + " of width " + condition.width());
    }
    JsonObject argument = new JsonObject();
    argument.addProperty("index", condition.index());
    argument.addProperty("value", unsigned(masked ? condition.mask() : condition.value()));
    if (masked) {
      argument.addProperty("valueTwo", unsigned(condition.value()));
    }
    argument.addProperty("op", masked ? "SCMP_CMP_MASKED_EQ" : "SCMP_CMP_" + operator);
    return argument;
  }

  private static Number unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private IllegalArgumentException inexpressible(String reason) {
    return new IllegalArgumentException(
        "policy %s cannot be written as a profile: %s".formatted(policy.name(), reason));
  }
}
