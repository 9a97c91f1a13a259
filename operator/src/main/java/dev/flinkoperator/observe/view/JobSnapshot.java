package dev.flinkoperator.observe.view;

/**
 * What the job poller last learned from one Flink cluster. Two snapshots are equal when nothing a
 * decision could depend on has changed; the time of the poll is deliberately not part of it.
 */
public sealed interface JobSnapshot permits NotAsked, Reached, Unreachable {}
