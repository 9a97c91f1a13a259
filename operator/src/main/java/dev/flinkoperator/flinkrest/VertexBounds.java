package dev.flinkoperator.flinkrest;

/**
 * Between which parallelisms Flink's adaptive scheduler may run a vertex of a job.
 *
 * @param lower with fewer slots than that the job waits
 * @param upper with more slots than that some stay free
 */
public record VertexBounds(int lower, int upper) {}
