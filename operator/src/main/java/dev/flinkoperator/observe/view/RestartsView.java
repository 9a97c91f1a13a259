package dev.flinkoperator.observe.view;

/**
 * How often Flink has restarted a job within the time asked for, as far as it was watched: what
 * happened before the first answer does not count.
 */
public record RestartsView(RestartsQuestion question, long restarts) {}
