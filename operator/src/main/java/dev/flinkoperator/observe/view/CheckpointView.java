package dev.flinkoperator.observe.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One completed checkpoint or savepoint of a job.
 *
 * @param id counts up with every checkpoint and savepoint of a job, through its failures
 * @param path where another job can restore it from; null: Flink keeps it where nobody else can
 *     read it, as in the JobManager's memory, or has thrown it away
 * @param completed when Flink had it complete
 * @param savepoint else a checkpoint
 */
public record CheckpointView(
    long id, @Nullable String path, Instant completed, boolean savepoint) {}
