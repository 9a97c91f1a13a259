package dev.flinkoperator.observe.view;

/**
 * A vertex of a job in Flink's adaptive scheduler.
 *
 * @param name as Flink calls it; empty: not told
 * @param lower with fewer slots than that the job waits
 * @param upper Flink takes no more slots than that
 * @param parallelism it runs with now; 0: not told
 */
public record VertexView(String name, int lower, int upper, int parallelism) {}
