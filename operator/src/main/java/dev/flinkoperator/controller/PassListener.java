package dev.flinkoperator.controller;

import dev.flinkoperator.plan.Verdict;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** Told of every pass, for metrics. Must be quick and must not throw. */
public interface PassListener {

  void passed(ResourceID id, Verdict verdict);

  void statusWritten();

  void gone(ResourceID id);
}
