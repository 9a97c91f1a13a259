package dev.flinkoperator.observe.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The cluster did not answer, or not with what Flink answers.
 *
 * @param reason one short line; the first of its kind in the row of failures, so that a message
 *     which differs from poll to poll does not look like a change
 * @param since when the first failure in the present row of failures was seen
 * @param last the last good answer of the same cluster; null if there was none
 */
public record Unreachable(String reason, Instant since, @Nullable Reached last)
    implements JobSnapshot {}
