package dev.flinkoperator.observe.view;

/**
 * An operation whose result is asked for with every poll.
 *
 * @param triggerId 32 hexadecimal digits, chosen by us
 */
public record OperationQuestion(OperationKind kind, String jobId, String triggerId) {}
