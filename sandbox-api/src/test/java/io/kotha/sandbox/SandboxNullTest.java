package io.kotha.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.isolation.SecurityLabel;
import io.kotha.sandbox.isolation.TimeOffsets;
import io.kotha.sandbox.limits.CpuList;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.TimeLimits.Grace.Warning;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls every setting of {@link Sandbox} with null for each of its references in turn. */
class SandboxNullTest {

  private static final Sandbox SANDBOX = Sandbox.rootfs(Path.of("/image"));

  private static final Map<Class<?>, Object> SAMPLES =
      Map.ofEntries(
          Map.entry(String.class, "/box/name"),
          Map.entry(Path.class, Path.of("/data")),
          Map.entry(byte[].class, new byte[0]),
          Map.entry(Class.class, SandboxNullTest.class),
          Map.entry(int.class, 1),
          Map.entry(long.class, 1L),
          Map.entry(double.class, 1.0),
          Map.entry(Duration.class, Duration.ofSeconds(1)),
          Map.entry(Collection.class, Set.of()),
          Map.entry(MemorySize.class, MemorySize.MB(1)),
          Map.entry(Mount.class, new Mount.Tmpfs("/box", MemorySize.MB(1))),
          Map.entry(CopyIn.class, new CopyIn(new CopyIn.Bytes(new byte[0]), "/box/a", 0644)),
          Map.entry(CopyOut.class, new CopyOut("/box/a", Path.of("a"), MemorySize.MB(1), 1)),
          Map.entry(Namespace[].class, new Namespace[0]),
          Map.entry(Capability[].class, new Capability[0]),
          Map.entry(Mitigation[].class, new Mitigation[0]),
          Map.entry(TimeOffsets.class, new TimeOffsets(Duration.ZERO, Duration.ZERO)),
          Map.entry(SyscallPolicy.class, SyscallPolicy.none()),
          Map.entry(Landlock.class, Landlock.off()),
          Map.entry(SecurityLabel.class, new SecurityLabel.AppArmor("profile")),
          Map.entry(Rootfs.class, Rootfs.host()),
          Map.entry(IdMap.class, IdMap.none()),
          Map.entry(Limits.class, Limits.NONE),
          Map.entry(CpuSet.class, CpuSet.any()),
          Map.entry(CpuList.class, CpuList.of(0)),
          Map.entry(IoLimit.class, IoLimit.on(Path.of("/"))),
          Map.entry(Warning.class, Warning.SILENT));

  /** A setting and the index of the parameter that gets null. */
  record Call(Method setting, int index) {

    Parameter parameter() {
      return setting.getParameters()[index];
    }

    Object[] arguments() {
      Object[] arguments = new Object[setting.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = i == index ? null : sample(setting.getParameterTypes()[i]);
      }
      return arguments;
    }

    private static Object sample(Class<?> type) {
      return Objects.requireNonNull(SAMPLES.get(type), () -> "add a sample of " + type);
    }

    @Override
    public String toString() {
      return setting.getName() + "(…" + parameter() + " = null…)";
    }
  }

  /** Settings return a description, which is the type variable {@code S} in the superclasses. */
  private static Stream<Method> settings() {
    return Stream.<Class<?>>of(
            Sandbox.class, LimitSettings.class, IsolationSettings.class, FileSettings.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isBridge())
        .filter(method -> Set.of(Sandbox.class, Object.class).contains(method.getReturnType()));
  }

  static Stream<Call> calls() {
    return settings()
        .flatMap(
            setting ->
                IntStream.range(0, setting.getParameterCount())
                    .mapToObj(index -> new Call(setting, index)))
        .filter(call -> !call.parameter().getType().isPrimitive());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void settingNamesTheParameterThatIsNull(Call call) {
    assertThatThrownBy(() -> invoke(call))
        .isInstanceOf(NullPointerException.class)
        .hasMessage(call.parameter().getName());
  }

  private static void invoke(Call call) throws Throwable {
    try {
      call.setting().invoke(SANDBOX, call.arguments());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Guards the search by reflection, which would otherwise pass if it found nothing. */
  @Test
  void everyKindOfSettingIsFound() {
    assertThat(calls().map(call -> call.setting().getName()))
        .contains("bind", "copyIn", "share", "syscalls", "keepCaps", "limits", "memory", "wallTime")
        .contains("rootfs", "name", "cgroupParent", "io", "grace");
    assertThat(calls()).allMatch(call -> call.parameter().isNamePresent());
  }
}
