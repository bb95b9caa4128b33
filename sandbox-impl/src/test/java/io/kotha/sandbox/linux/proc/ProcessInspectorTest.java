package io.kotha.sandbox.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.InspectionException.Reason;
import io.kotha.sandbox.inspect.NamespaceInfo;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Processes that end, change and refuse while they are read. */
class ProcessInspectorTest {

  private final FakeProc proc = new FakeProc().process(7, "seven").process(5, "five");
  private final ProcessInspector inspector = new ProcessInspector(proc);

  @Test
  void processesAreGroupedByNamespace() throws Exception {
    assertThat(inspector.namespaces())
        .containsExactly(
            new NamespaceInfo(Namespace.NET, 40, 2, 5, 1001, "five"),
            new NamespaceInfo(Namespace.PID, 41, 2, 5, 1001, "five"),
            new NamespaceInfo(Namespace.USER, 55, 1, 5, 1001, "five"),
            new NamespaceInfo(Namespace.USER, 57, 1, 7, 1001, "seven"));
  }

  @Test
  void namespacesForChildrenAreThereIfTheyDiffer() throws Exception {
    assertThat(inspector.namespacesOf(5).forChildren()).isEmpty();
    proc.answer("5/ns/pid_for_children", "pid:[42]").answer("5/ns/time_for_children", "time:[43]");
    assertThat(inspector.namespacesOf(5).forChildren())
        .containsExactly(Map.entry(Namespace.PID, 42L), Map.entry(Namespace.TIME, 43L));
    assertThat(inspector.namespacesOf(5).inodes())
        .containsExactly(
            Map.entry(Namespace.PID, 41L),
            Map.entry(Namespace.NET, 40L),
            Map.entry(Namespace.USER, 55L));
    proc.remove("5/ns/pid_for_children"); // a new pid namespace without a process
    assertThat(inspector.namespacesOf(5).forChildren()).containsOnlyKeys(Namespace.TIME);
  }

  @Test
  void missingProcessIsGone() {
    assertRefused(Reason.GONE, 6);
  }

  @Test
  void processThatEndsWhileItIsReadIsGone() throws Exception {
    IOException noSuchProcess = new IOException("No such process");
    proc.remove("5").answer("5/stat", ProcTextTest.stat("five", 105), noSuchProcess);
    assertThat(inspector.namespaces()).extracting(NamespaceInfo::lowestPid).containsOnly(7L);
    assertRefused(Reason.GONE, 5);
    assertRefused(Reason.GONE, 5);
  }

  /** The link of a process that has ended is EACCES, like one of another user. */
  @Test
  void endedProcessIsToldFromARefusal() {
    proc.answer("5/ns/net", new AccessDeniedException("/proc/5/ns/net"));
    assertThat(refusal(() -> inspector.namespacesOf(5)).reason()).isEqualTo(Reason.DENIED);
    proc.remove("5");
    assertThat(refusal(() -> inspector.namespacesOf(5)).reason()).isEqualTo(Reason.GONE);
  }

  @Test
  void pidThatAnotherProcessGetsIsGone() throws Exception {
    reuse();
    assertThat(refusal(() -> inspector.namespacesOf(5)).reason()).isEqualTo(Reason.GONE);
    reuse();
    assertThat(refusal(() -> inspector.capabilitiesOf(5)).reason()).isEqualTo(Reason.GONE);
    reuse();
    assertThat(inspector.namespaces()).extracting(NamespaceInfo::lowestPid).containsOnly(7L);
  }

  private void reuse() {
    proc.answer("5/stat", ProcTextTest.stat("five", 105), ProcTextTest.stat("other", 106));
  }

  @Test
  void zombieIsGoneAndCountsWhereItStillIs() throws Exception {
    proc.answer("5/stat", ProcTextTest.stat("five", 105).replace(" S ", " Z "));
    proc.remove("5/ns/net");
    assertRefused(Reason.GONE, 5);
    assertThat(inspector.namespaces())
        .contains(new NamespaceInfo(Namespace.NET, 40, 1, 7, 1001, "seven"))
        .contains(new NamespaceInfo(Namespace.PID, 41, 2, 5, 1001, "five"));
  }

  @Test
  void processOfAnotherUserIsLeftOutOfTheListAndDenied() throws Exception {
    proc.answer("5/ns/pid", new AccessDeniedException("/proc/5/ns/pid"));
    assertThat(inspector.namespaces()).extracting(NamespaceInfo::lowestPid).containsOnly(7L);
    InspectionException refusal = refusal(() -> inspector.namespacesOf(5));
    assertThat(refusal.reason()).isEqualTo(Reason.DENIED);
    assertThat(refusal.pid()).isEqualTo(5);
    assertThat(refusal).hasMessageStartingWith("process 5 cannot be looked at");
    assertThat(inspector.capabilitiesOf(5).effective().mask()).isEqualTo(4);
  }

  /** With hidepid=noaccess, stat itself is EPERM. */
  @Test
  void hiddenProcessIsDenied() throws Exception {
    proc.answer("5/stat", new FileSystemException("/proc/5/stat", null, "not permitted"));
    assertRefused(Reason.DENIED, 5);
    assertThat(inspector.namespaces()).extracting(NamespaceInfo::lowestPid).containsOnly(7L);
  }

  /** Otherwise the list of a JVM that has no descriptor left would be empty. */
  @Test
  void jvmWithoutDescriptorsIsAnErrorOfItsOwn() {
    FileSystemException tooMany = new FileSystemException("stat", null, "Too many open files");
    proc.answer("5/stat", tooMany).answer("self/stat", tooMany);
    assertThatThrownBy(inspector::namespaces)
        .isExactlyInstanceOf(SandboxException.class)
        .hasMessageContaining("Too many open files");
  }

  @Test
  void unknownFormatIsAnErrorOfItsOwn() {
    proc.answer("5/status", "Name:\tfive\n");
    assertThatThrownBy(inspector::namespaces)
        .isExactlyInstanceOf(SandboxException.class)
        .hasMessageContaining("/proc/5/status has an unknown format");
    proc.answer("5/ns/net", "nothing");
    assertThatThrownBy(() -> inspector.namespacesOf(5))
        .isExactlyInstanceOf(SandboxException.class)
        .hasMessageContaining("/proc/5/ns/net has an unknown format");
  }

  @Test
  void hostWithoutProcIsUnsupported() {
    ProcessInspector nothing = new ProcessInspector(new FakeProc().remove("self/stat"));
    assertThatThrownBy(nothing::namespaces).isInstanceOf(UnsupportedHostException.class);
    assertThatThrownBy(() -> nothing.namespacesOf(5)).isInstanceOf(UnsupportedHostException.class);
  }

  private void assertRefused(Reason reason, long pid) {
    assertThat(refusal(() -> inspector.namespacesOf(pid)).reason()).isEqualTo(reason);
    assertThat(refusal(() -> inspector.capabilitiesOf(pid)).reason()).isEqualTo(reason);
  }

  private static InspectionException refusal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    InspectionException thrown = catchThrowableOfType(InspectionException.class, call);
    assertThat(thrown).isNotNull();
    return thrown;
  }
}
