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
  default Plan planned(Plan plan) {
    return plan;
  }

  /** Makes sure by live reads that the old cluster is gone. */
  default boolean confirms() {
    return true;
  }

  /** Makes sure by a live read that the resource is what the pass was planned from. */
  default boolean fences() {
    return true;
  }

  /** Only shows where leaders change: they change often in its worlds. */
  default boolean needsLeaderChanges() {
    return false;
  }

  /** Looks past the watches before it believes that a job has never begun. */
  default boolean looksAgain() {
    return true;
  }

  /** Changes only the JobManager Deployment that the pass was planned from. */
  default boolean keepsToPlan() {
    return true;
  }

  /** Takes fields of its children back from whoever has set them otherwise. */
  default boolean forces() {
    return true;
  }

  /** Looks at a status again that somebody else has written. */
  default boolean noticesOthers() {
    return true;
  }

  /** Ends TaskManagers of its own that are there without their JobManager Deployment. */
  default boolean endsOrphans() {
    return true;
  }

  /** Leaves a JobManager Deployment that vanished during the pass to the next one. */
  default boolean leavesVanished() {
    return true;
  }
}
