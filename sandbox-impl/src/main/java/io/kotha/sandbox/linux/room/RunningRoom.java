package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.linux.stdio.StdioWiring;

/**
 * A room whose program runs.
 *
 * @param pid the program's on the host; 0 if it has ended already
 * @param wiring the JVM's ends of its pipes
 */
public record RunningRoom(Room room, int pid, StdioWiring wiring) {}
