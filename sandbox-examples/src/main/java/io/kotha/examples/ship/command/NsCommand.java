package io.kotha.examples.ship.command;

import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.sandbox.inspect.NamespaceInfo;
import io.kotha.sandbox.inspect.Namespaces;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ship ns}: namespaces, as {@code lsns(8)} shows them. */
@Command(
    name = "ns",
    description =
        "Lists the namespaces that a container is in, or all namespaces that this user may see.",
    mixinStandardHelpOptions = true)
public final class NsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The container; by default all processes of the host.")
  private @Nullable String name;

  @Option(names = "--json", description = "Prints a JSON array with an object for each namespace.")
  private boolean json;

  /** Creates the command. For picocli. */
  public NsCommand() {}

  @Override
  public Integer call() throws IOException {
    List<NamespaceInfo> rows = Namespaces.list();
    if (name != null) {
      long pid = SupervisorClient.pid(StateDirectory.ofThisUser().container(name));
      Collection<Long> own = Namespaces.of(pid).inodes().values();
      rows = rows.stream().filter(row -> own.contains(row.inode())).toList();
    }
    Collection<Long> ours = Namespaces.of(ProcessHandle.current()).inodes().values();
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(rows, ours) + "\n" : table(rows, ours));
    out.flush();
    return 0;
  }

  private static String table(List<NamespaceInfo> rows, Collection<Long> ours) {
    Table table = new Table("NS", "TYPE", "NPROCS", "PID", "UID", "SHARED", "COMMAND");
    for (NamespaceInfo row : rows) {
      table.row(
          row.inode(),
          row.type().procName(),
          row.processes(),
          row.lowestPid(),
          row.uid(),
          ours.contains(row.inode()) ? "yes" : "no",
          row.command());
    }
    return table.toString();
  }

  private static String json(List<NamespaceInfo> rows, Collection<Long> ours) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (NamespaceInfo row : rows) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("ns", row.inode());
      fields.put("type", row.type().procName());
      fields.put("processes", row.processes());
      fields.put("pid", row.lowestPid());
      fields.put("uid", row.uid());
      fields.put("shared", ours.contains(row.inode()));
      fields.put("command", row.command());
      all.add(fields);
    }
    return Json.of(all);
  }
}
