package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.OperationQuestion;
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
 */
public record Follow(
    URI address,
    String epoch,
    boolean moving,
    @Nullable String checkpointsOf,
    @Nullable OperationQuestion operation,
    @Nullable RestartsQuestion restarts) {

  /** Does not ask for restarts. */
  public Follow(
      URI address,
      String epoch,
      boolean moving,
      @Nullable String checkpointsOf,
      @Nullable OperationQuestion operation) {
    this(address, epoch, moving, checkpointsOf, operation, null);
  }

  /** Asks for the jobs and nothing else. */
  public Follow(URI address, String epoch, boolean moving) {
    this(address, epoch, moving, null, null);
  }

  Follow counting(RestartsQuestion question) {
    return new Follow(address, epoch, moving, checkpointsOf, operation, question);
  }
}
