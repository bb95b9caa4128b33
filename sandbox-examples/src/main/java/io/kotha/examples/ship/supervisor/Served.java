package io.kotha.examples.ship.supervisor;

import io.kotha.examples.ship.store.Log;
import io.kotha.sandbox.SandboxProcess;
import java.util.Optional;

/**
 * The container that a supervisor answers for.
 *
 * @param room its room
 * @param main its program
 * @param log its log; empty if the program writes to the streams of {@code ship run}
 */
public record Served(ContainerRoom room, SandboxProcess main, Optional<Log> log) {}
