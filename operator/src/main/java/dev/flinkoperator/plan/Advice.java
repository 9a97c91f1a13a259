package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.RescaleView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says of a running job what its spec asks for in vain, or should ask for: for as long as that is
 * so in the condition, and once for each generation in an event.
 */
final class Advice {

  private static final Notice NO_HIGH_AVAILABILITY =
      new Notice(
          EventReason.NO_HIGH_AVAILABILITY,
          "It keeps state but has no high availability: should its JobManager die, it goes on from"
              + " the newest checkpoint that the operator has heard of. Set"
              + " high-availability.type and high-availability.storageDir in"
              + " spec.flinkConfiguration");

  private static final Notice OVERRIDES_IGNORED =
      new Notice(
          EventReason.PARALLELISM_OVERRIDES_IGNORED,
          "Flink 2 ignores "
              + ParallelismOverrides.KEY
              + " in application mode (FLINK-38770): its vertices run as the job's code and"
              + " spec.job.parallelism say. With jobmanager.scheduler: adaptive the operator gives"
              + " them to the running job");

  private Advice() {}

  /**
   * @param defaults Flink options of every resource, as in the operator's configuration
   */
  static Plan along(Plan plan, Observation seen, Map<String, String> defaults) {
    Revision inForce = plan.inForce();
    if (inForce == null
        || !(plan.verdict() instanceof Verdict.Judged judged)
        || judged.health().reason() != Reason.JobRunning) {
      return plan;
    }
    List<Notice> given = given(inForce, seen, defaults);
    if (given.isEmpty()) {
      return plan;
    }
    Health health = judged.health();
    String texts = given.stream().map(Notice::message).collect(Collectors.joining(". "));
    Plan advising =
        plan.judged(
            new Verdict.Judged(
                judged.jobManager(),
                judged.rollout(),
                judged.lifecycle(),
                new Health(health.kind(), health.reason(), health.message() + ". " + texts)));
    if (toldBefore(inForce, seen)) {
      return advising;
    }
    List<Notice> notices = new ArrayList<>(plan.notices());
    notices.addAll(given);
    return advising.saying(notices);
  }

  private static boolean rescaled(Observation seen, Map<String, String> defaults) {
    try {
      return InPlaceRescale.enabled(EffectiveConfiguration.of(defaults, seen.resource()));
    } catch (RenderingException e) {
      return true; // the spec is refused, and that is said elsewhere
    }
  }

  private static List<Notice> given(
      Revision inForce, Observation seen, Map<String, String> defaults) {
    List<Notice> given = new ArrayList<>();
    if (ParallelismOverrides.configuration(inForce).containsKey(ParallelismOverrides.KEY)
        && !inForce.overridesParallelism()) {
      RescaleView answer = InPlaceRescale.answer(seen, inForce);
      if (!InPlaceRescale.applies(inForce) || !rescaled(seen, defaults)) {
        given.add(OVERRIDES_IGNORED);
      } else if (answer != null && answer.refusal() != null) {
        given.add(
            new Notice(
                EventReason.PARALLELISM_OVERRIDES_IGNORED,
                "Flink does not take "
                    + ParallelismOverrides.KEY
                    + " from the running job: "
                    + answer.refusal()));
      }
    }
    if (!inForce.highlyAvailable() && Spec.stateful(seen.resource())) {
      given.add(NO_HIGH_AVAILABILITY);
    }
    return given;
  }

  private static boolean toldBefore(Revision inForce, Observation seen) {
    Long generation = seen.resource().getMetadata().getGeneration();
    Recorded recorded = new Recorded(seen.resource());
    Revision stable = seen.stable();
    // A relaunch of what was stable already is a revision of its own, and no news.
    boolean relaunched =
        stable != null
            && stable.spec().equals(inForce.spec())
            && recorded.ranWell(stable.name(), generation);
    return relaunched || recorded.ranWell(inForce.name(), generation);
  }
}
