package io.kotha.sandbox.linux.zygote;

import com.google.common.util.concurrent.Uninterruptibles;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.MessageCalls;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.wire.RequestEncoder;
import io.kotha.sandbox.linux.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's end of the control socket to a zygote. Any thread may send requests; the event thread
 * receives the reports and passes each to the listener of its room.
 */
public final class Zygote {

  private static final Logger LOG = LoggerFactory.getLogger(Zygote.class);

  private static final Duration CLOSE_POLL = Duration.ofMillis(2);
  private static final int NONE = -1;
  private static final int SIGKILL = 9;

  private final Native kernel;
  private final EventLoop events;
  private final ControlSocket control;
  private final int pid;
  private final Map<Long, RoomListener> rooms = new ConcurrentHashMap<>();

  private volatile boolean alive = true;

  /** Set when the engine is being closed: no room is made any more. */
  private volatile boolean closes;

  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private Zygote(Native kernel, EventLoop events, ControlSocket control, int pid) {
    this.kernel = kernel;
    this.events = events;
    this.control = control;
    this.pid = pid;
  }

  /**
   * Starts the helper and waits for its hello message. If either fails, no process and no socket is
   * left.
   *
   * @throws SandboxException if the helper cannot be executed, or is not the one of this version
   */
  public static Zygote start(Native kernel, EventLoop events, HelperBinary helper)
      throws SandboxException {
    int[] pair = {NONE, NONE};
    int pid = NONE;
    boolean started = false;
    try {
      pair = kernel.socketPair();
      pid = new Spawner(kernel).spawn(helper, pair[1]);
      kernel.close(pair[1]);
      pair[1] = NONE; // closed, so that the exit of the helper is the end of the stream
      Zygote zygote = new Zygote(kernel, events, new ControlSocket(kernel, pair[0]), pid);
      zygote.awaitHello();
      events.add(pair[0], zygote::ready);
      started = true;
      return zygote;
    } catch (SandboxException e) {
      throw e;
    } catch (IOException e) {
      throw new SandboxException(
          "the helper cannot be started: "
              + e.getMessage()
              + "; if a security module forbids it, install the helper at a path that the module"
              + " allows, and set the system property "
              + HelperBinary.PATH_PROPERTY,
          e);
    } finally {
      if (!started) {
        kernel.close(pair[0]);
        kernel.close(pair[1]);
        end(kernel, pid);
      }
    }
  }

  private void awaitHello() throws IOException {
    MessageCalls.Message message = control.receive();
    if (message.data().length == 0) {
      throw new SandboxException(
          "the helper exited before its hello message: it needs Linux 5.14 or later (uname -r)");
    }
    try {
      Report report = Report.decode(message.data(), message.data().length);
      if (!(report instanceof Report.Hello)) {
        throw new SandboxException(
            "the helper sent " + report + " instead of its hello message: this is a bug in Kotha");
      }
    } catch (IllegalArgumentException e) {
      throw new SandboxException(
          "the helper is not the one of this version: "
              + e.getMessage()
              + "; install the helper of this version",
          e);
    }
  }

  /** Kills and reaps a helper; a pid of -1 is none. */
  private static void end(Native kernel, int pid) {
    if (pid != NONE) {
      kernel.kill(pid, SIGKILL);
      kernel.reap(pid);
    }
  }

  /** Returns the pid of the helper. */
  public int pid() {
    return pid;
  }

  /** Returns false once the event thread has seen the end of the control socket. */
  public boolean isAlive() {
    return alive;
  }

  /**
   * Asks for a room. Its listener may be called before this method returns.
   *
   * @param room the id of the room, unique in this zygote
   * @param plan the encoded plan
   * @param sources descriptors of the mount sources that the plan says are passed
   * @param socket carries the command to the payload; its payload end is closed in any case
   * @throws SandboxException if the request cannot be sent
   */
  public void create(
      long room, byte[] plan, List<Integer> sources, RoomSocket socket, RoomListener listener)
      throws SandboxException {
    int file = -1;
    boolean sent = false;
    try {
      rooms.put(room, listener);
      if (closes) {
        throw new SandboxException("the engine was closed");
      }
      List<Integer> fds = new ArrayList<>(List.of(socket.payloadEnd()));
      byte[] request = plan;
      if (plan.length > Wire.MAX_MESSAGE) {
        file = kernel.sealedMemory("kotha-plan", plan);
        fds.add(file);
        request = RequestEncoder.createInFile(room, plan.length);
      }
      fds.addAll(sources);
      control.send(request, fds);
      sent = true;
    } catch (IOException e) {
      throw e instanceof SandboxException sandbox
          ? sandbox
          : new SandboxException("the zygote did not take the request: " + e.getMessage(), e);
    } finally {
      if (!sent) {
        rooms.remove(room);
      }
      // After a failure too: the last copy of the payload's end must not stay open.
      socket.closePayloadEnd();
      kernel.close(file);
    }
  }

  /**
   * Passes further reports about a room to another listener.
   *
   * @return false if the last report about the room has arrived; the first listener gets it then
   */
  public boolean replaceListener(long room, RoomListener from, RoomListener to) {
    return rooms.replace(room, from, to);
  }

  /** Sends a signal to the payload of a room. Does nothing if the room has ended. */
  public void signal(long room, int signal) {
    post(RequestEncoder.signal(room, signal));
  }

  /** Changes the time limits of a room. Does nothing if the room has ended. */
  public void update(long room, Plan.Clocks clocks) {
    post(RequestEncoder.update(room, clocks));
  }

  /** Kills every process of a room. Does nothing if the room has ended. */
  public void kill(long room) {
    post(RequestEncoder.kill(room));
  }

  /** Returns the listener of each room that has not ended. */
  public Map<Long, RoomListener> rooms() {
    return Map.copyOf(rooms);
  }

  /**
   * Kills every room, waits until they have ended, and then until the helper has removed what is
   * left of them and ended. Must not be called on the event thread.
   *
   * @param most the longest of these two waits; rooms that have not ended by then are reported as
   *     lost, and the helper is killed
   */
  void close(Duration most) {
    closes = true;
    long end = System.nanoTime() + most.toNanos();
    while (alive && !rooms.isEmpty() && System.nanoTime() < end) {
      rooms.keySet().forEach(this::kill); // again: one may have been requested meanwhile
      Uninterruptibles.sleepUninterruptibly(CLOSE_POLL);
    }
    try {
      events.execute(() -> finish(most));
      Uninterruptibles.getUninterruptibly(ended);
    } catch (NativeException | ExecutionException e) {
      throw new IllegalStateException("the event thread outlives every zygote", e);
    }
  }

  /** Makes the zygote remove an empty directory, such as a cgroup, when this JVM has ended. */
  public void removeAtEnd(String path) {
    post(RequestEncoder.leave(path));
  }

  private void post(byte[] request) {
    try {
      control.send(request, List.of());
    } catch (IOException e) {
      // Every room is about to be reported as lost.
      LOG.debug("the zygote did not take a request", e);
    }
  }

  private void ready() {
    try {
      MessageCalls.Message message = control.receive();
      if (message.data().length > 0) {
        deliver(decode(message), message);
        return;
      }
    } catch (NativeException e) {
      LOG.error("killing the zygote and all its rooms: its socket cannot be read", e);
    } catch (IllegalArgumentException e) {
      LOG.error("killing the zygote and all its rooms: it sent a malformed report", e);
    } catch (Error e) {
      end(); // before the log line, for which the heap may be too full: a room waits for the report
      LOG.error("killed the zygote and all its rooms: a report does not fit into the heap", e);
      return;
    }
    end();
  }

  private Report decode(MessageCalls.Message message) {
    try {
      return Report.decode(message.data(), message.data().length);
    } catch (IllegalArgumentException e) {
      message.fds().forEach(kernel::close);
      throw e;
    }
  }

  private void deliver(Report report, MessageCalls.Message message) {
    boolean continues = report instanceof Report.Parked || report instanceof Report.Started;
    RoomListener listener = continues ? rooms.get(report.room()) : rooms.remove(report.room());
    if (listener == null) {
      message.fds().forEach(kernel::close);
      return;
    }
    try {
      if (message.descriptorsLost()) {
        listener.descriptorsLost();
      }
      pass(report, message.fds(), listener);
    } catch (RuntimeException | Error e) {
      lose(report.room(), listener);
      LOG.error("a room is lost: its report cannot be handled", e);
    }
  }

  /** Ends a room that has missed a report, and may wait for it. */
  private void lose(long room, RoomListener listener) {
    rooms.remove(room);
    try {
      kill(room);
    } finally {
      listener.lost();
    }
  }

  private static void pass(Report report, List<Integer> fds, RoomListener listener) {
    if (report instanceof Report.Parked) {
      listener.parked();
    } else if (report instanceof Report.Started started) {
      listener.started(started.pid(), fds);
    } else if (report instanceof Report.Failed failed) {
      listener.failed(failed);
    } else if (report instanceof Report.Exited exited) {
      listener.exited(exited, fds);
    }
  }

  /** Lets the helper end by itself, which it does at the end of its socket. */
  private void finish(Duration most) {
    if (alive) {
      control.shutdownWriting();
      long end = System.nanoTime() + most.toNanos();
      while (!kernel.hasEnded(pid) && System.nanoTime() < end) {
        Uninterruptibles.sleepUninterruptibly(CLOSE_POLL);
      }
    }
    end();
  }

  /** Returns whether the engine is being closed, which kills every room. */
  public boolean closes() {
    return closes;
  }

  /** Reports every room as lost. Each init sees the death of the zygote by itself and exits. */
  private void end() {
    if (!alive) {
      return;
    }
    alive = false;
    events.remove(control.fd());
    control.refuse();
    end(kernel, pid); // a thread that blocks in sendmsg gets an error
    control.close();
    Throwable failure = null;
    for (Long room : List.copyOf(rooms.keySet())) {
      RoomListener listener = rooms.remove(room);
      if (listener != null) {
        try {
          listener.lost();
        } catch (RuntimeException | Error e) {
          failure = e; // the other rooms are lost as well
        }
      }
    }
    if (failure != null) {
      LOG.error("a lost room cannot be cleaned up", failure);
    }
    ended.complete(null);
  }
}
