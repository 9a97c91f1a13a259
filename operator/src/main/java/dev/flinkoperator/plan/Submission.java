package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A submission under way, written into the status before Flink is asked.
 *
 * @param jobId Flink refuses a second job of this id, so that it can be sent again
 * @param attempt counts from 1
 * @param startTime when it is sent: in the future while another attempt is waited for
 * @param error why the attempt before failed; null: none did
 */
public record Submission(String jobId, int attempt, Instant startTime, @Nullable String error) {

  /** Leniently, as people may edit a status; null: none is under way. */
  static @Nullable Submission of(@Nullable FlinkSessionJobStatus status) {
    var written = status == null ? null : status.getSubmission();
    return written == null || written.getJobId() == null
        ? null
        : new Submission(
            written.getJobId(),
            written.getAttempt() == null ? 1 : written.getAttempt(),
            time(written.getStartTime()),
            written.getError());
  }

  private static Instant time(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
