package io.kotha.sandbox.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kotha.sandbox.linux.cgroup.CgroupParent.Origin;
import io.kotha.sandbox.linux.plan.cgroup.Hierarchy;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class CgroupParentTest {

  private final Properties properties = new Properties();

  @Test
  void defaultDependsOnTheUser() {
    assertThat(CgroupParent.choose(null, properties, Map.of(), 0))
        .isEqualTo(new CgroupParent("/kotha", Origin.DEFAULT));
    assertThat(CgroupParent.choose(null, properties, Map.of(), 1000))
        .isEqualTo(new CgroupParent("/kotha-1000", Origin.DEFAULT));
  }

  @Test
  void callerPrecedesPropertyPrecedesEnvironment() {
    properties.setProperty(CgroupParent.PROPERTY, "/property");
    Map<String, String> environment = Map.of(CgroupParent.VARIABLE, "/environment");

    assertThat(CgroupParent.choose("/asked", properties, environment, 0).path())
        .isEqualTo("/asked");
    assertThat(CgroupParent.choose(null, properties, environment, 0).path()).isEqualTo("/property");
    assertThat(CgroupParent.choose(null, new Properties(), environment, 0))
        .isEqualTo(new CgroupParent("/environment", Origin.CONFIGURED));
  }

  @Test
  void parentMustStayBelowTheMount() {
    for (String path : new String[] {"judge", "/a/../..", "/.."}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CgroupParent.choose(path, properties, Map.of(), 0))
          .withMessageContaining(path);
    }
  }

  @Test
  void slashesAreNormalized() {
    CgroupParent parent = CgroupParent.choose("//a/.//b/", properties, Map.of(), 0);
    Hierarchy hierarchy =
        new Hierarchy(
            io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind.V1,
            "/sys/fs/cgroup/memory",
            "/",
            "/",
            java.util.Set.of());

    assertThat(parent.directory(hierarchy)).hasToString("/sys/fs/cgroup/memory/a/b");
  }

  @Test
  void selfIsTheCgroupOfTheJvm() {
    CgroupParent parent = CgroupParent.choose("self", properties, Map.of(), 1000);
    Hierarchy hierarchy =
        new Hierarchy(
            io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.GroupKind.V2,
            "/sys/fs/cgroup",
            "/",
            "/user.slice/run-1.scope",
            java.util.Set.of());

    assertThat(parent.origin()).isEqualTo(Origin.OWN);
    assertThat(parent.directory(hierarchy)).hasToString("/sys/fs/cgroup/user.slice/run-1.scope");
  }
}
