package dev.flinkoperator.sim;

import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.Plan;

/** What is wrong with an operator, to see that the simulator notices. */
interface Flaw {

  /** The operator as it is. */
  Flaw NONE = new Flaw() {};

  /** What it takes what it sees for. */
  default Observation seen(Observation seen) {
    return seen;
  }

  /** What it makes of its plan. */
  default Plan planned(Observation seen, Plan plan) {
    return plan;
  }

  /** Does not wait until the old cluster is gone. */
  default boolean waitsForDeletion() {
    return true;
  }
}
