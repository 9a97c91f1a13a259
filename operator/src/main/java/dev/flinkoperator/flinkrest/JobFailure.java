package dev.flinkoperator.flinkrest;

import org.jspecify.annotations.Nullable;

/**
 * Why a job failed.
 *
 * @param cause one line of at most 1,000 chars, causes without stack trace; null if Flink recorded
 *     no exception
 */
public record JobFailure(@Nullable String cause) {}
