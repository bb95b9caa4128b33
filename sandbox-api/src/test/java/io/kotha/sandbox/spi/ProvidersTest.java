package io.kotha.sandbox.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.SandboxException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvidersTest {

  private static final SandboxProvider LINUX = named("linux");
  private static final SandboxProvider OTHER = named("other");

  private static SandboxProvider named(String name) {
    return (SandboxProvider)
        Proxy.newProxyInstance(
            ProvidersTest.class.getClassLoader(),
            new Class<?>[] {SandboxProvider.class},
            (proxy, method, arguments) -> name);
  }

  @Test
  void onlyProviderNeedsNoName() throws Exception {
    assertThat(Providers.choose(List.of(LINUX), null)).isSameAs(LINUX);
  }

  @Test
  void propertyNamesOneOfSeveral() throws Exception {
    assertThat(Providers.choose(List.of(LINUX, OTHER), "other")).isSameAs(OTHER);
  }

  @Test
  void missingProviderNamesTheDependency() {
    assertThatThrownBy(() -> Providers.choose(List.of(), null))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("io.kotha:sandbox-impl");
  }

  @Test
  void severalProvidersWithoutANameAreAnError() {
    assertThatThrownBy(() -> Providers.choose(List.of(LINUX, OTHER), null))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("[linux, other]")
        .hasMessageContaining("-Dio.kotha.provider");
  }

  @Test
  void unknownNameIsAnErrorEvenWithOneProvider() {
    assertThatThrownBy(() -> Providers.choose(List.of(LINUX), "windows"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("\"windows\"")
        .hasMessageContaining("[linux]");
  }
}
