package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.linux.host.HostSampler;
import io.kotha.sandbox.linux.notify.CallSupervision;
import io.kotha.sandbox.linux.plan.Host;
import io.kotha.sandbox.linux.stdio.InheritedStdio;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;

/**
 * The parts of the engine that every room uses.
 *
 * @param kernel system calls
 * @param events the event loop
 * @param host facts about the host
 * @param sampler counters of the host
 * @param supervision answers system calls that policies leave to the JVM
 * @param inherited the JVM's own standard descriptors
 */
public record RoomContext(
    Native kernel,
    EventLoop events,
    Host host,
    HostSampler sampler,
    CallSupervision supervision,
    InheritedStdio inherited) {}
