package dev.flinkoperator.observe.view;

import org.jspecify.annotations.Nullable;

/**
 * A FlinkSessionJob as its cluster sees it.
 *
 * @param deleting it is being deleted
 * @param clusterUid of the FlinkDeployment it was submitted to; null: it was submitted nowhere
 * @param jobId of its Flink job; null: it has none yet
 * @param mayRun its status does not say that the job has ended and where its state is
 * @param saving it is being stopped with a savepoint, and nothing has gone wrong with that yet
 * @param message why it is not as it should be, for people; null: it is
 */
public record SessionJobView(
    String name,
    boolean deleting,
    @Nullable String clusterUid,
    @Nullable String jobId,
    boolean mayRun,
    boolean saving,
    @Nullable String message) {}
