package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.ClusterOverview;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.observe.view.ClusterSizeView;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster how large it is, where that is its own affair and not that of one job: a request a
 * round. Used by one round of questions at a time.
 */
final class SizeQuestions {

  private final FlinkRest rest;
  private @Nullable ClusterSizeView view;

  SizeQuestions(FlinkRest rest) {
    this.rest = rest;
  }

  /** Null: not asked, or never answered. */
  @Nullable ClusterSizeView view() {
    return view;
  }

  /** Never completes with a failure: no answer leaves what is known. */
  CompletableFuture<Void> ask(PollTarget target) {
    if (!target.size()) {
      view = null;
      return CompletableFuture.completedFuture(null);
    }
    return rest.call(target.address(), new ClusterOverview())
        .handle(
            (size, failure) -> {
              if (size != null) {
                view = new ClusterSizeView(size.taskManagers(), size.slots(), size.freeSlots());
              }
              return null;
            });
  }
}
