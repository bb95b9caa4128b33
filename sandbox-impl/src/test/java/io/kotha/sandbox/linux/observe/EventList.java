package io.kotha.sandbox.linux.observe;

import io.kotha.sandbox.event.SandboxEvent;
import io.kotha.sandbox.event.SandboxListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps what it gets. */
public final class EventList implements SandboxListener {

  private final List<SandboxEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void on(SandboxEvent event) {
    events.add(event);
  }

  /** Returns the events so far. */
  public List<SandboxEvent> all() {
    return List.copyOf(events);
  }

  /** Returns the events of one type so far. */
  public <T extends SandboxEvent> List<T> of(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
