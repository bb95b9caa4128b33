package io.kotha.examples.ship.command;

import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.inspect.Capabilities;
import io.kotha.sandbox.inspect.CapabilitySet;
import io.kotha.sandbox.inspect.InspectionException;
import io.kotha.sandbox.inspect.Namespaces;
import io.kotha.sandbox.inspect.ProcessCapabilities;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ship caps}: capabilities, as {@code pscap(8)} shows them. */
@Command(
    name = "caps",
    description =
        "Lists the capabilities of a container's processes, or of all processes that have some.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The processes of a container are those in the pid namespace of its program. As an ordinary"
          + " user, its init is not among them: the kernel does not show its namespaces."
    })
public final class CapsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The container; by default all processes of the host.")
  private @Nullable String name;

  @Option(names = "--json", description = "Prints a JSON array with an object for each process.")
  private boolean json;

  /** Creates the command. For picocli. */
  public CapsCommand() {}

  @Override
  public Integer call() throws IOException {
    List<ProcessCapabilities> rows = name == null ? onHost() : in(name);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(rows) + "\n" : table(rows));
    out.flush();
    return 0;
  }

  private static List<ProcessCapabilities> onHost() throws SandboxException {
    List<ProcessCapabilities> found = new ArrayList<>();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      capabilities(process.pid())
          .filter(c -> !c.permitted().isEmpty() || !c.effective().isEmpty())
          .ifPresent(found::add);
    }
    return found;
  }

  private static List<ProcessCapabilities> in(String container) throws IOException {
    long main = SupervisorClient.pid(StateDirectory.ofThisUser().container(container));
    Optional<Long> space = pidNamespace(main);
    List<ProcessCapabilities> found = new ArrayList<>();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      if (space.isPresent() && space.equals(pidNamespace(process.pid()))) {
        capabilities(process.pid()).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Returns the capabilities of a process; empty if it has ended or must not be looked at. */
  private static Optional<ProcessCapabilities> capabilities(long pid) throws SandboxException {
    try {
      return Optional.of(Capabilities.of(pid));
    } catch (InspectionException e) {
      return Optional.empty();
    }
  }

  /** Returns a process's pid namespace; empty if it has ended or must not be looked at. */
  private static Optional<Long> pidNamespace(long pid) throws SandboxException {
    try {
      return Optional.ofNullable(Namespaces.of(pid).inodes().get(Namespace.PID));
    } catch (InspectionException e) {
      return Optional.empty();
    }
  }

  private static String table(List<ProcessCapabilities> rows) {
    Table table = new Table("PID", "COMMAND", "EFFECTIVE", "PERMITTED", "AMBIENT", "BOUNDING");
    for (ProcessCapabilities row : rows) {
      table.row(
          row.pid(),
          command(row.pid()),
          text(row.effective()),
          text(row.permitted()),
          text(row.ambient()),
          text(row.bounding()));
    }
    return table.toString();
  }

  private static String text(CapabilitySet set) {
    if (set.isEmpty()) {
      return "none";
    }
    // pscap abbreviates in the same way.
    return set.named().size() == Capability.values().length ? "full" : String.join(",", names(set));
  }

  private static List<String> names(CapabilitySet set) {
    String all = set.toString().toLowerCase(Locale.ROOT);
    return set.isEmpty() ? List.of() : List.of(all.substring(1, all.length() - 1).split(", "));
  }

  private static String json(List<ProcessCapabilities> rows) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ProcessCapabilities row : rows) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("pid", row.pid());
      fields.put("command", command(row.pid()));
      fields.put("effective", names(row.effective()));
      fields.put("permitted", names(row.permitted()));
      fields.put("inheritable", names(row.inheritable()));
      fields.put("ambient", names(row.ambient()));
      fields.put("bounding", names(row.bounding()));
      all.add(fields);
    }
    return Json.of(all);
  }

  /** Returns the name that the process gave itself; it is hostile. */
  private static String command(long pid) {
    try {
      byte[] name = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "comm"));
      return new String(name, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "-"; // it has ended
    }
  }
}
