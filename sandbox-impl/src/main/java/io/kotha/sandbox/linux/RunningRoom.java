package io.kotha.sandbox.linux;

/**
 * A room whose program runs.
 *
 * @param pid the program's on the host; 0 if it has ended already
 * @param wiring the JVM's ends of its pipes
 */
record RunningRoom(Room room, int pid, Wiring wiring) {}
