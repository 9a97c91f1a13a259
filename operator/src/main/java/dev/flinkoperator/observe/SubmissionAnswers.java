package dev.flinkoperator.observe;

import dev.flinkoperator.observe.view.SubmissionView;
import dev.flinkoperator.observe.view.SubmissionView.State;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What became of the submissions that this process has sent, the last one of each resource. */
public final class SubmissionAnswers {

  private final Map<ResourceID, SubmissionView> last = new ConcurrentHashMap<>();
  private final Consumer<ResourceID> changed;
  private final InstantSource clock;

  /**
   * @param changed told of every answer; must be quick
   */
  public SubmissionAnswers(Consumer<ResourceID> changed, InstantSource clock) {
    this.changed = changed;
    this.clock = clock;
  }

  /** On its way from now on. */
  public void sent(ResourceID id, SubmissionView view) {
    last.compute(id, (key, before) -> view.after(before));
  }

  /** Wakes the resource, unless it is gone by now. */
  public void answered(ResourceID id, SubmissionView view) {
    if (last.computeIfPresent(id, (key, before) -> view.after(before)) != null) {
      changed.accept(id);
    }
  }

  /**
   * Of the submission that is written down. One that this process has not sent may have been sent
   * until the process before it ended, however long ago it was written down: no later than when
   * this one first looks.
   */
  public SubmissionView of(ResourceID id, String jobId, int attempt) {
    return Objects.requireNonNull(
        last.compute(
            id,
            (key, known) ->
                known != null && known.jobId().equals(jobId)
                    ? known
                    : new SubmissionView(jobId, attempt, State.FORMER, null, clock.instant())));
  }

  public void forget(ResourceID id) {
    last.remove(id);
  }
}
