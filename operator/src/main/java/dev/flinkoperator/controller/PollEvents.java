package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Turns a change that the poller saw in Flink into an event for the resource. */
public final class PollEvents extends AbstractEventSource<Void, FlinkDeployment> {

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

  @Override
  public Set<Void> getSecondaryResources(FlinkDeployment primary) {
    return Set.of();
  }
}
