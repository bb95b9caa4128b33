package io.kotha.examples.server;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.stats.RoomStats;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * Uses the rooms of an application: {@code GET /run} runs a program to its end and answers with its
 * output, and {@code GET /start} starts one that goes on.
 */
@WebServlet({"/run", "/start"})
public final class RoomsServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SandboxPool pool = (SandboxPool) getServletContext().getAttribute("rooms");
    try {
      response.getWriter().print(request.getServletPath().equals("/run") ? run(pool) : start(pool));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String run(SandboxPool pool) throws SandboxException, InterruptedException {
    SandboxResult result = pool.run("/bin/echo", "-n", "hello");
    return result.verdict().isSuccess() ? result.stdout() : result.toString();
  }

  private static String start(SandboxPool pool) throws SandboxException {
    SandboxProcess process = pool.start("/bin/sleep", "50");
    var unused = process.onExit();
    process.samples(Duration.ofMillis(10)).subscribe(new Ignoring());
    return process.isAlive() ? "alive" : process.verdict().toString();
  }

  /** Takes every sample. */
  static final class Ignoring implements Flow.Subscriber<RoomStats> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(RoomStats sample) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }
}
