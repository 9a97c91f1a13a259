package dev.flinkoperator.flinkrest;

/**
 * A vertex of a job as it runs.
 *
 * @param id 32 hex digits
 * @param name one line, cut at 256 characters; may be empty
 * @param parallelism how many subtasks it has now
 * @param maxParallelism what Flink gives a vertex at most; 0: not told
 */
public record JobVertex(String id, String name, int parallelism, int maxParallelism) {}
