package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.wire.RequestEncoder;
import io.kotha.sandbox.linux.wire.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JVM's end of its one zygote: requests go out from any thread, reports come in on one. */
public final class Zygote {

  private static final Logger LOG = LoggerFactory.getLogger(Zygote.class);

  private static final int NONE = -1;
  private static final int SIGKILL = 9;

  private final Native kernel;
  private final EventLoop events;
  private final int control;
  private final int pid;
  private final Map<Long, RoomListener> rooms = new ConcurrentHashMap<>();

  /** Held to write while the control socket is closed: its number may be another's right after. */
  private final ReadWriteLock closing = new ReentrantReadWriteLock();

  private volatile boolean alive = true;

  private Zygote(Native kernel, EventLoop events, int control, int pid) {
    this.kernel = kernel;
    this.events = events;
    this.control = control;
    this.pid = pid;
  }

  /**
   * Starts the helper and waits for its hello. If that fails, nothing of it is left: neither a
   * process nor a socket.
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
      pair[1] = NONE; // else the end of the helper would not close the socket
      Zygote zygote = new Zygote(kernel, events, pair[0], pid);
      zygote.awaitHello();
      events.add(pair[0], zygote::ready);
      started = true;
      return zygote;
    } catch (SandboxException e) {
      throw e;
    } catch (IOException e) {
      throw new SandboxException("the helper cannot be started: " + e.getMessage(), e);
    } finally {
      if (!started) {
        kernel.close(pair[0]);
        kernel.close(pair[1]);
        end(kernel, pid);
      }
    }
  }

  private void awaitHello() throws IOException {
    Native.Message message = kernel.receive(control, Wire.REPORT_SIZE + 8);
    if (message.data().length == 0) {
      throw new SandboxException("the helper ended before its hello: it needs Linux 5.14 or later");
    }
    try {
      Report report = Report.decode(message.data(), message.data().length);
      if (!(report instanceof Report.Hello)) {
        throw new SandboxException("the helper did not begin with a hello: " + report);
      }
    } catch (IllegalArgumentException e) {
      throw new SandboxException("the helper is not of this version: " + e.getMessage(), e);
    }
  }

  /** Kills and reaps a helper; -1 is none. */
  private static void end(Native kernel, int pid) {
    if (pid != NONE) {
      kernel.kill(pid, SIGKILL);
      kernel.reap(pid);
    }
  }

  /** Its process id. */
  public int pid() {
    return pid;
  }

  /** False once its end was seen. */
  public boolean isAlive() {
    return alive;
  }

  /**
   * Asks for a room whose payload reads its command from this socket. The listener is called from
   * now on.
   */
  public void create(long room, byte[] plan, RoomSocket socket, RoomListener listener)
      throws SandboxException {
    int file = -1;
    try {
      rooms.put(room, listener);
      if (plan.length <= Wire.MAX_MESSAGE) {
        send(plan, List.of(socket.payloadEnd()));
      } else {
        file = kernel.sealedMemory("kotha-plan", plan);
        send(RequestEncoder.createInFile(room, plan.length), List.of(socket.payloadEnd(), file));
      }
    } catch (IOException e) {
      rooms.remove(room);
      throw e instanceof SandboxException sandbox
          ? sandbox
          : new SandboxException("the helper cannot be reached: " + e.getMessage(), e);
    } finally {
      socket.givePayloadEnd(); // also where it failed: then nobody has the other end
      kernel.close(file);
    }
  }

  /**
   * Has another listener hear of a room from now on.
   *
   * @return false if the last call for this room was made already, or is being made
   */
  public boolean handOver(long room, RoomListener from, RoomListener to) {
    return rooms.replace(room, from, to);
  }

  /** Sends a signal to a room's payload; nothing happens if it has ended. */
  public void signal(long room, int signal) {
    post(RequestEncoder.signal(room, signal));
  }

  /** Sets other limits of time for a room; nothing happens if it has ended. */
  public void update(long room, Plan.Clocks clocks) {
    post(RequestEncoder.update(room, clocks));
  }

  /** Kills every process of a room. */
  public void kill(long room) {
    post(RequestEncoder.kill(room));
  }

  /** Has a directory removed when this JVM is gone. */
  public void removeAtEnd(String path) {
    post(RequestEncoder.leave(path));
  }

  private void post(byte[] request) {
    try {
      send(request, List.of());
    } catch (IOException e) {
      LOG.debug("the zygote did not take a request; its end is reported to every room", e);
    }
  }

  private void send(byte[] request, List<Integer> fds) throws IOException {
    closing.readLock().lock();
    try {
      if (!alive) {
        throw new SandboxException("the helper is gone");
      }
      kernel.send(control, request, fds);
    } finally {
      closing.readLock().unlock();
    }
  }

  private void ready() {
    try {
      Native.Message message = kernel.receive(control, Wire.REPORT_SIZE + 8);
      if (message.data().length > 0) {
        deliver(Report.decode(message.data(), message.data().length), message.fds());
        return;
      }
    } catch (NativeException | IllegalArgumentException e) {
      LOG.error("the zygote cannot be understood; every room is given up", e);
    }
    end();
  }

  private void deliver(Report report, List<Integer> fds) {
    boolean more = report instanceof Report.Parked || report instanceof Report.Started;
    RoomListener listener = more ? rooms.get(report.room()) : rooms.remove(report.room());
    if (listener == null) {
      fds.forEach(kernel::close);
    } else if (report instanceof Report.Parked) {
      listener.parked();
    } else if (report instanceof Report.Started started) {
      listener.started(started.pid(), fds);
    } else if (report instanceof Report.Failed failed) {
      listener.failed(failed);
    } else if (report instanceof Report.Exited exited) {
      listener.exited(exited, fds);
    }
  }

  /** Every init sees the zygote's end by itself; here only the handles are to be told. */
  private void end() {
    alive = false;
    events.remove(control);
    end(kernel, pid); // a thread that waits to send gets an error now
    closing.writeLock().lock();
    try {
      kernel.close(control);
    } finally {
      closing.writeLock().unlock();
    }
    for (Long room : List.copyOf(rooms.keySet())) {
      RoomListener listener = rooms.remove(room);
      if (listener != null) {
        listener.lost();
      }
    }
  }
}
