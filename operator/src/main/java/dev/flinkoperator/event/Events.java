package dev.flinkoperator.event;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells people what happened to a resource. */
@FunctionalInterface
public interface Events {

  /**
   * Publishes an event. Returns at once and never fails: an event that can't be written is lost.
   *
   * @param about as read from the API server, so with its uid; namespaced
   * @param message one or two sentences without secrets; cut at 1 KiB. Repeats are told apart by
   *     it, so it holds no clock times or counters
   */
  void publish(HasMetadata about, EventReason reason, String message);
}
