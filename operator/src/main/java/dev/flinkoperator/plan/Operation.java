package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationQuestion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Flink is asked for. Written into the status before it is asked; asking again with the same
 * trigger id does nothing twice (Flink caches operations by it).
 *
 * @param triggerId 32 hexadecimal digits
 * @param nonce of the spec that asked for it; null: no nonce did
 * @param attempt counts from 1
 * @param startTime when it is asked: in the future while another attempt is waited for
 * @param afterCheckpoint number of the newest checkpoint that was complete before it was asked:
 *     what it takes is newer, by Flink's own count. 0: there was none; null: not known
 * @param error why the attempt before failed; null: none did
 */
public record Operation(
    OperationKind kind,
    String jobId,
    String triggerId,
    RestorePoint.Cause cause,
    @Nullable Long nonce,
    int attempt,
    Instant startTime,
    @Nullable Long afterCheckpoint,
    @Nullable String error) {

  /** The same one, asked for later, of another JobManager. */
  Operation at(Instant time, @Nullable Long newestCheckpoint) {
    return new Operation(
        kind,
        jobId,
        triggerId,
        cause,
        nonce,
        attempt,
        time.truncatedTo(ChronoUnit.MILLIS),
        newestCheckpoint,
        error);
  }

  /** The least number that what it takes can have; null: not known. */
  @Nullable Long leastNumber() {
    return afterCheckpoint == null ? null : afterCheckpoint + 1;
  }

  public OperationQuestion question() {
    return new OperationQuestion(kind, jobId, triggerId);
  }
}
