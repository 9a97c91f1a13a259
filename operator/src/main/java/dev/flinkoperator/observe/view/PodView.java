package dev.flinkoperator.observe.view;

import org.jspecify.annotations.Nullable;

/**
 * What matters of a pod of a Flink cluster.
 *
 * @param jobManager it is a JobManager's; else a TaskManager's
 * @param ended its containers have stopped for good (phase Succeeded or Failed)
 * @param trouble why it does not run; null: nothing wrong is known
 */
public record PodView(
    String name,
    boolean jobManager,
    boolean deleting,
    boolean ended,
    @Nullable PodTrouble trouble) {}
