package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import java.util.List;

/**
 * One side effect of a pass. Each can be done twice without harm; they are done in order, and the
 * first that does not succeed ends the pass.
 */
public sealed interface Step {

  /** Keeps a revision before anything is made from it. */
  record RecordRevision(Revision revision) implements Step {}

  /**
   * Writes the status before what follows, if it names another revision or job than the one that is
   * written: after a crash the next pass must know them. Every pass writes its status at the end.
   */
  record SaveIntent() implements Step {}

  /** Makes a JobManager Deployment visible again whose labels somebody took away. */
  record ReclaimJobManager(Revision revision) implements Step {}

  /** Deletes the JobManager Deployment, and with it all pods, unless it is another one by now. */
  record DeleteJobManager(String uid) implements Step {}

  /** Asks the API server itself, not a cache, whether Deployment and pods are really gone. */
  record ConfirmClusterGone() implements Step {}

  /** Deletes Flink's high-availability ConfigMaps: the job is to start without its past. */
  record DeleteHighAvailabilityMetadata() implements Step {}

  /** Forgets revisions that nothing refers to any more. */
  record ForgetRevisions(List<String> names) implements Step {}
}
