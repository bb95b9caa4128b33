package io.kotha.sandbox.isolation;

import java.time.Duration;

/** How far a room's clocks are shifted ({@code time_namespaces(7)}); the wall clock cannot be. */
public record TimeOffsets(Duration monotonic, Duration boottime) {}
