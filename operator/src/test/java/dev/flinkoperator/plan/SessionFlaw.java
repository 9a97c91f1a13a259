package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.SessionJobObservation;

/** What is wrong with an operator of session jobs, to see that their walks notice. */
interface SessionFlaw {

  /** The operator as it is. */
  SessionFlaw NONE = new SessionFlaw() {};

  /** What it takes what it sees of a job for. */
  default SessionJobObservation seen(SessionJobObservation seen) {
    return seen;
  }

  /** What it makes of the request to run a job. */
  default Step.SubmitJob submitted(Step.SubmitJob step) {
    return step;
  }

  /** Waits for the session jobs of a cluster, and asks the API server for them, before it ends. */
  default boolean waitsForJobs() {
    return true;
  }
}
