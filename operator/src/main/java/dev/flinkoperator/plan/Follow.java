package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RestartsQuestion;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A Flink REST API to be asked regularly.
 *
 * @param epoch changes with the cluster behind the address, so that no old answer is taken for a
 *     new one
 * @param moving something is expected to change soon: ask more often
 * @param checkpointsOf id of the job whose completed checkpoints are asked for too; null: nobody's
 * @param operation whose result is asked for too; null: nobody's
 * @param restarts asked for too, with a request of their own; null: not asked
 * @param rescale how parallel the job runs is asked for too, until it is as wanted; null: not asked
 * @param size how many TaskManagers and slots there are is asked for too
 */
public record Follow(
    URI address,
    String epoch,
    boolean moving,
    @Nullable String checkpointsOf,
    @Nullable OperationQuestion operation,
    @Nullable RestartsQuestion restarts,
    @Nullable RescaleQuestion rescale,
    boolean size) {

  /** Asks for nothing but the jobs and what is asked of one of them. */
  public Follow(
      URI address,
      String epoch,
      boolean moving,
      @Nullable String checkpointsOf,
      @Nullable OperationQuestion operation) {
    this(address, epoch, moving, checkpointsOf, operation, null, null, false);
  }

  /** Asks for the jobs and nothing else. */
  public Follow(URI address, String epoch, boolean moving) {
    this(address, epoch, moving, null, null);
  }

  /** Asks for the jobs and for the size of the cluster. */
  static Follow session(URI address, String epoch, boolean moving) {
    return new Follow(address, epoch, moving, null, null, null, null, true);
  }

  Follow counting(RestartsQuestion question) {
    return new Follow(address, epoch, moving, checkpointsOf, operation, question, rescale, size);
  }

  Follow rescaling(RescaleQuestion question) {
    return new Follow(address, epoch, moving, checkpointsOf, operation, restarts, question, size);
  }

  /** Its answers are waited for. */
  Follow soon() {
    return new Follow(address, epoch, true, checkpointsOf, operation, restarts, rescale, size);
  }

  Follow asking(@Nullable OperationQuestion question) {
    return new Follow(address, epoch, moving, checkpointsOf, question, restarts, rescale, size);
  }

  /** No answer from before this epoch counts. */
  Follow since(String newEpoch) {
    return new Follow(address, newEpoch, moving, checkpointsOf, operation, restarts, rescale, size);
  }
}
