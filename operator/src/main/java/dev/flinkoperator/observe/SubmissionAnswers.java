package dev.flinkoperator.observe;

import dev.flinkoperator.observe.view.SubmissionView;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What became of the submissions that this process has sent, the last one of each resource. */
public final class SubmissionAnswers {

  private final Map<ResourceID, SubmissionView> last = new ConcurrentHashMap<>();
  private final Consumer<ResourceID> changed;

  /**
   * @param changed told of every answer; must be quick
   */
  public SubmissionAnswers(Consumer<ResourceID> changed) {
    this.changed = changed;
  }

  /** On its way from now on. */
  public void sent(ResourceID id, SubmissionView view) {
    last.put(id, view);
  }

  /** Wakes the resource, unless it is gone by now. */
  public void answered(ResourceID id, SubmissionView view) {
    if (last.computeIfPresent(id, (key, before) -> view) != null) {
      changed.accept(id);
    }
  }

  public @Nullable SubmissionView of(ResourceID id) {
    return last.get(id);
  }

  public void forget(ResourceID id) {
    last.remove(id);
  }
}
