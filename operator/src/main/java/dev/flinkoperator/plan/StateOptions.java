package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.Observation;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Options {@code kubernetes.operator.*} on how the state of a job is handled, named and defaulted
 * as in the Apache operator.
 *
 * @param lastStateFallback a job that does not run cannot take a savepoint: its last state will do
 * @param cancelForLastState the job is cancelled also where high availability would keep its state
 * @param maxCheckpointAge an upgrade by last state takes a savepoint if the newest checkpoint is
 *     older; null: any age will do
 * @param savepointFormat CANONICAL or NATIVE
 * @param checkpointType of one taken on request: FULL, INCREMENTAL or CONFIGURED
 * @param savepointDirectory null: Flink's own setting of the running job
 */
record StateOptions(
    boolean lastStateFallback,
    boolean cancelForLastState,
    @Nullable Duration maxCheckpointAge,
    String savepointFormat,
    String checkpointType,
    @Nullable String savepointDirectory) {

  private static final String UPGRADE = "kubernetes.operator.job.upgrade.";
  static final String FORMAT_TYPE = "kubernetes.operator.savepoint.format.type";
  static final String CHECKPOINT_TYPE = "kubernetes.operator.checkpoint.type";
  static final String MAX_AGE = UPGRADE + "last-state.max.allowed.checkpoint.age";

  /** As the running revision has them: where the present spec cannot be read. */
  static StateOptions of(Revision running, Observation seen, PlanSettings settings) {
    try {
      return of(EffectiveConfiguration.of(settings.flinkDefaults(), seen.resource()), running);
    } catch (RenderingException e) {
      return of(new EffectiveConfiguration(running.configuration()), running);
    }
  }

  static StateOptions of(EffectiveConfiguration present, Revision running) {
    return new StateOptions(
        present.isTrue(UPGRADE + "last-state-fallback.enabled", true),
        present.isTrue(UPGRADE + "last-state.job-cancel.enabled", false),
        duration(present.get(MAX_AGE)),
        present.get(FORMAT_TYPE, "CANONICAL").strip().toUpperCase(Locale.ROOT),
        present.get(CHECKPOINT_TYPE, "FULL").strip().toUpperCase(Locale.ROOT),
        Stream.of(
                present.get("execution.checkpointing.savepoint-dir"),
                present.get("state.savepoints.dir"),
                running.configuration().get("execution.checkpointing.savepoint-dir"),
                running.configuration().get("state.savepoints.dir"))
            .filter(directory -> directory != null && !directory.isBlank())
            .findFirst()
            .orElse(null));
  }

  /** A checkpoint of any age will do. */
  StateOptions atAnyAge() {
    return new StateOptions(
        lastStateFallback,
        cancelForLastState,
        null,
        savepointFormat,
        checkpointType,
        savepointDirectory);
  }

  /** What cannot be read as a time counts as not set; the rules for configuration say so. */
  private static @Nullable Duration duration(@Nullable String text) {
    try {
      return text == null || text.isBlank() ? null : TimeUtils.parseDuration(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
