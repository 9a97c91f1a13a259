package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * Says of a running job whose state is to be kept that it would be safer with high availability:
 * for as long as that is so in the condition, and once for each generation in an event.
 */
final class Advice {

  private static final String TEXT =
      "It keeps state but has no high availability: should its JobManager die, it goes on from the"
          + " newest checkpoint that the operator has heard of. Set high-availability.type and"
          + " high-availability.storageDir in spec.flinkConfiguration";

  private Advice() {}

  static Plan along(Plan plan, Observation seen) {
    Revision inForce = plan.inForce();
    if (inForce == null
        || inForce.highlyAvailable()
        || !Spec.stateful(seen.resource())
        || !(plan.verdict() instanceof Verdict.Judged judged)
        || judged.health().reason() != Reason.JobRunning) {
      return plan;
    }
    Health health = judged.health();
    Plan advising =
        plan.judged(
            new Verdict.Judged(
                judged.jobManager(),
                judged.rollout(),
                judged.lifecycle(),
                new Health(health.kind(), health.reason(), health.message() + ". " + TEXT)));
    Long generation = seen.resource().getMetadata().getGeneration();
    Recorded recorded = new Recorded(seen.resource());
    Revision stable = seen.stable();
    // A relaunch of what was stable already is a revision of its own, and no news.
    boolean relaunched =
        stable != null
            && stable.spec().equals(inForce.spec())
            && recorded.ranWell(stable.name(), generation);
    if (relaunched || recorded.ranWell(inForce.name(), generation)) {
      return advising;
    }
    List<Notice> notices = new ArrayList<>(plan.notices());
    notices.add(new Notice(EventReason.NO_HIGH_AVAILABILITY, TEXT));
    return advising.saying(notices);
  }
}
