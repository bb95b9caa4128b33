package io.kotha.sandbox;

import io.kotha.sandbox.spi.SandboxSpec;

/**
 * A description of rooms. {@link Sandbox} is the only implementation; a {@link SandboxPool} accepts
 * one for each start.
 */
public interface SandboxTemplate {

  /** Returns the data that the provider gets. Users of the API never need it. */
  SandboxSpec spec();
}
