package dev.flinkoperator.flinkrest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint or savepoint that holds a job's whole state.
 *
 * @param id counts up with every checkpoint and savepoint of a job
 * @param path where a job can be started from it; null: nowhere, as it was in the JobManager's
 *     memory or has been thrown away
 * @param completed when its last part arrived
 */
public record CompletedCheckpoint(
    long id, @Nullable String path, Instant completed, boolean savepoint) {}
