package dev.flinkoperator.observe.view;

import java.time.Duration;

/**
 * How often a job was restarted by Flink lately.
 *
 * @param within only the restarts of so long a time up to now count
 */
public record RestartsQuestion(String jobId, Duration within) {}
