package dev.flinkoperator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;
import java.util.function.Consumer;

/** Turns a change that the poller saw in Flink into an event for the resource. */
public final class PollEvents<P extends HasMetadata> extends AbstractEventSource<Void, P>
    implements ResourceEventAware<P> {

  private volatile Consumer<P> gone = resource -> {};

  public PollEvents() {
    super(Void.class, "flink-rest");
  }

  /** The jobs of this resource's cluster changed, or it stopped or began to answer. */
  public void changed(ResourceID id) {
    EventHandler handler = getEventHandler();
    if (handler != null && isRunning()) {
      handler.handleEvent(new Event(id));
    }
  }

  /**
   * @param gone told of every resource that has vanished, with or without our clean-up
   */
  void onGone(Consumer<P> gone) {
    this.gone = gone;
  }

  @Override
  public void onResourceDeleted(P resource) {
    gone.accept(resource);
  }

  @Override
  public Set<Void> getSecondaryResources(P primary) {
    return Set.of();
  }
}
