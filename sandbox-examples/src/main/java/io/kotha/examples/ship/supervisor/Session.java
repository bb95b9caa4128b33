package io.kotha.examples.ship.supervisor;

import io.kotha.examples.ship.report.ExitStatus;
import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.report.RunReport;
import io.kotha.examples.ship.store.Log;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One request to a supervisor. */
final class Session {

  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private final Connection connection;
  private final Served served;

  Session(Connection connection, Served served) {
    this.connection = connection;
    this.served = served;
  }

  void run() throws IOException {
    Optional<Frame> first = connection.receive();
    if (first.isEmpty() || first.get().type() != Frame.Type.REQUEST) {
      return;
    }
    try {
      Request request = first.get().json(Request.class);
      switch (request.action()) {
        case EXEC -> exec(Objects.requireNonNull(request.program(), "program"));
        case SIGNAL -> signal((int) request.number());
        case STOP -> stop(request.number());
        case FOLLOW -> follow((int) request.number());
        case TOP -> top();
      }
    } catch (SandboxException e) {
      int status = ExitStatus.of(e);
      String report = RunReport.notStarted(e, status).toJson();
      reply(new Reply(status, e.getMessage(), report));
    } catch (IllegalStateException | IllegalArgumentException e) {
      String report = RunReport.notStarted(e, ExitStatus.NOT_BUILT).toJson();
      reply(new Reply(ExitStatus.NOT_BUILT, e.getMessage(), report));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reply(Reply reply) throws IOException {
    connection.send(Frame.Type.REPLY, reply);
  }

  private void exec(Request.Program program) throws IOException, InterruptedException {
    try (SandboxProcess process = served.room().startAnother(command(program))) {
      new ExecRelay(connection, process, program).run();
    }
  }

  private static Command command(Request.Program program) {
    Command command = Command.of(program.argv()).in(program.workingDirectory());
    for (Map.Entry<String, String> variable : program.env().entrySet()) {
      command = command.env(variable.getKey(), variable.getValue());
    }
    if (program.columns() > 0) {
      return command.terminal(program.columns(), program.rows());
    }
    return program.input() ? command : command.stdin(Stdio.NULL);
  }

  private void signal(int number) throws IOException {
    if (number == SIGKILL) {
      served.main().destroyForcibly(); // the children as well
    } else {
      served.main().signal(number);
    }
    reply(Reply.DONE);
  }

  private void stop(long millis) throws IOException, InterruptedException {
    SandboxProcess main = served.main();
    main.signal(SIGTERM);
    if (!main.waitFor(millis, TimeUnit.MILLISECONDS)) {
      main.destroyForcibly();
    }
    reply(Reply.DONE);
  }

  private void follow(int lines) throws IOException, InterruptedException {
    Log log =
        served
            .log()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the container has no log, because it was started without -d"));
    new LogRelay(connection, log).run(lines);
    reply(Reply.DONE);
  }

  private void top() throws IOException {
    List<ProcessRow> rows = served.room().processes().stream().map(ProcessRow::of).toList();
    reply(new Reply(0, null, Json.of(rows)));
  }
}
