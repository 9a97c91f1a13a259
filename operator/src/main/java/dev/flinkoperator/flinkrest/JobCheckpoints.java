package dev.flinkoperator.flinkrest;

import org.jspecify.annotations.Nullable;

/**
 * What a job has completed since its JobManager began with it.
 *
 * @param newest the one with the highest number; null: none
 * @param restored what the job went on from when it was last restored, its {@code completed} being
 *     the time of that; null: it began empty
 */
public record JobCheckpoints(
    @Nullable CompletedCheckpoint newest, @Nullable CompletedCheckpoint restored) {

  static final JobCheckpoints NONE = new JobCheckpoints(null, null);
}
