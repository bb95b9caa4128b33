package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.linux.host.HostSampler;
import io.kotha.sandbox.linux.notify.CallSupervision;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.stdio.InheritedStdio;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.wire.PlanEncoder;

/**
 * The parts of the engine that every room uses.
 *
 * @param kernel system calls
 * @param events the event loop
 * @param host facts about the host
 * @param sampler counters of the host
 * @param supervision answers system calls that policies leave to the JVM
 * @param inherited the JVM's own standard descriptors
 * @param observers receive the events of rooms
 * @param fault the step that fails if the helper is a test build; other builds ignore it
 */
public record RoomContext(
    Native kernel,
    EventLoop events,
    Host host,
    HostSampler sampler,
    CallSupervision supervision,
    InheritedStdio inherited,
    Observers observers,
    PlanEncoder.Fault fault) {

  /** Returns the same parts, for rooms that fail at one step. */
  public RoomContext failing(PlanEncoder.Fault other) {
    return new RoomContext(kernel, events, host, sampler, supervision, inherited, observers, other);
  }
}
