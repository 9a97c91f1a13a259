package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.OperationQuestion;
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
 */
public record Follow(
    URI address,
    String epoch,
    boolean moving,
    @Nullable String checkpointsOf,
    @Nullable OperationQuestion operation) {

  /** Asks for the jobs and nothing else. */
  public Follow(URI address, String epoch, boolean moving) {
    this(address, epoch, moving, null, null);
  }
}
