package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.Observation;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A generation of the spec that was not ready in time: the last stable one is followed in its
 * place, as if somebody had edited the resource back, until somebody really edits it.
 *
 * @param followed the observation, but with the spec that is followed
 * @param configuration of that spec, as it was recorded
 */
record RolledBack(Observation followed, EffectiveConfiguration configuration, String why) {

  private static final String OF_THE_OPERATOR = "kubernetes.operator.";

  /** Null: the present spec is followed. */
  static @Nullable RolledBack of(Observation seen, PlanSettings settings)
      throws RenderingException {
    String why = Healing.of(seen.resource()).rolledBackReason();
    Revision stable = seen.stable() == null ? seen.inForce() : seen.stable();
    return why == null || stable == null || Spec.job(seen.resource()) == null
        ? null
        : new RolledBack(
            seen.of(specOf(seen, stable)),
            configuration(
                stable, EffectiveConfiguration.of(settings.flinkDefaults(), seen.resource())),
            why);
  }

  /** What asks for something to be done, and how state is kept, is the present spec's to say. */
  static FlinkDeployment specOf(Observation seen, Revision stable) {
    FlinkDeployment resource = seen.resource();
    FlinkDeploymentSpec spec = SpecJson.read(stable.spec());
    Job job = spec.getJob();
    Job present = Spec.job(resource);
    if (job != null && present != null) {
      job.setState(present.getState());
      job.setSavepointTriggerNonce(present.getSavepointTriggerNonce());
      job.setCheckpointTriggerNonce(present.getCheckpointTriggerNonce());
      job.setSavepointRedeployNonce(present.getSavepointRedeployNonce());
      // A job that never was ready takes no savepoint on its way back.
      boolean under = seen.inForce() != null && differs(seen.inForce(), stable);
      job.setUpgradeMode(
          under && Spec.stateful(resource) ? Job.UpgradeMode.LASTSTATE : present.getUpgradeMode());
    }
    FlinkDeployment copy = new FlinkDeployment();
    copy.setMetadata(resource.getMetadata());
    copy.setStatus(resource.getStatus());
    copy.setSpec(spec);
    return copy;
  }

  /** To go from one to the other takes another cluster. */
  static boolean differs(Revision one, Revision other) {
    return !one.launchedAs().equals(other.launchedAs())
        && SpecDiff.between(one.spec(), other.spec()).compareTo(SpecChange.RESTART) >= 0;
  }

  private static EffectiveConfiguration configuration(
      Revision stable, EffectiveConfiguration present) {
    SortedMap<String, String> entries = new TreeMap<>(ParallelismOverrides.configuration(stable));
    entries.keySet().removeIf(key -> key.startsWith(OF_THE_OPERATOR));
    for (Map.Entry<String, String> entry : present.entries().entrySet()) {
      if (entry.getKey().startsWith(OF_THE_OPERATOR)) {
        entries.put(entry.getKey(), entry.getValue());
      }
    }
    return new EffectiveConfiguration(entries);
  }

  /** The plan for the spec that is followed, with what the status has to say of the present one. */
  Plan told(Plan plan) {
    if (!(plan.verdict() instanceof Verdict.Judged judged)) {
      return plan;
    }
    Health health = judged.health();
    return plan.judged(
        switch (health.kind()) {
          case READY ->
              new Verdict.Judged(
                  judged.jobManager(),
                  Rollout.ROLLED_BACK,
                  Lifecycle.ROLLED_BACK,
                  Health.stalled(
                      Reason.RolledBack,
                      why + ". The last stable spec runs again. The next edit is tried"));
          case PROGRESSING ->
              new Verdict.Judged(
                  judged.jobManager(),
                  Rollout.ROLLING_BACK,
                  Lifecycle.ROLLING_BACK,
                  Health.progressing(
                      health.reason(), "Rolling back: " + health.message() + ". " + why));
          case STALLED ->
              new Verdict.Judged(
                  judged.jobManager(),
                  judged.rollout(),
                  judged.lifecycle(),
                  Health.stalled(
                      health.reason(), health.message() + ". This is after a rollback: " + why));
        });
  }
}
