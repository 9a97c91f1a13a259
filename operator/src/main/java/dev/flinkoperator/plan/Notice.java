package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;

/** An event to be published about the resource. */
public record Notice(EventReason reason, String message) {}
