package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.view.HighAvailabilityView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a new cluster is told to start from, now that the old one is gone. */
sealed interface StartChoice {

  /**
   * @param confirm what has to be confirmed by the API server itself before it is believed
   */
  record From(NextRevision.Start start, List<Step> confirm) implements StartChoice {}

  /** Nothing that it may start from is known. */
  record Refused(Rejection rejection) implements StartChoice {}

  /**
   * @param target the resource with the spec that is to be launched
   * @param configuration of that spec
   */
  static StartChoice from(
      StateKnowledge state,
      RestorePoint point,
      FlinkDeployment target,
      EffectiveConfiguration configuration) {
    return switch (point.kind()) {
      case Empty -> start(null, null, List.of());
      case Savepoint, Checkpoint -> start(point.path(), null, List.of());
      case HighAvailability -> fromMetadata(state, point, target, configuration);
    };
  }

  private static StartChoice fromMetadata(
      StateKnowledge state,
      RestorePoint point,
      FlinkDeployment target,
      EffectiveConfiguration configuration) {
    if (!StopWish.readsMetadataOf(target, state.inForce(), configuration)) {
      return new Refused(LostState.otherFlink(state));
    }
    String job = point.jobId();
    HighAvailabilityView metadata = state.seen().highAvailability();
    boolean names = metadata.withCheckpoint().contains(job);
    boolean had = state.ran() || StateKnowledge.METADATA.equals(state.inForce().restoredFrom());
    if (!names && !metadata.jobs().contains(job) && had) {
      return new Refused(
          LostState.refusal(state, "its high-availability metadata is gone from the cluster"));
    }
    // Flink goes on from its metadata whatever it is told; the word makes it fail, and not start
    // from empty, should they vanish meanwhile.
    return start(
        names ? StateKnowledge.METADATA : point.path(),
        job,
        List.of(new Step.ConfirmHighAvailability(job, names)));
  }

  private static StartChoice start(
      @Nullable String path, @Nullable String jobId, List<Step> confirm) {
    return new From(new NextRevision.Start(path, jobId), confirm);
  }
}
