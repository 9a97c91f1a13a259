package dev.flinkoperator.controller;

import dev.flinkoperator.plan.Health;

/** Lets the simulator read an error of the API server as the operator does. */
public final class SimulatedRefusal {

  private SimulatedRefusal() {}

  public static boolean isConflict(Throwable error) {
    return Refusal.isConflict(error);
  }

  public static Health health(Throwable error) {
    return Refusal.health(error);
  }
}
