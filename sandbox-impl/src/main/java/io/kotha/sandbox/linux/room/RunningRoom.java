package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.linux.stdio.StdioWiring;

/**
 * A room whose program was started.
 *
 * @param room the room
 * @param pid the pid of the program on the host; 0 if it has ended already
 * @param wiring the JVM's ends of the program's pipes
 */
public record RunningRoom(Room room, int pid, StdioWiring wiring) {}
