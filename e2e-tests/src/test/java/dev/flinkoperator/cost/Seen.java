package dev.flinkoperator.cost;

/**
 * How soon a change in Flink stands in the resource's status.
 *
 * @param samples how many jobs were changed
 * @param medianSeconds half of them were seen by then
 * @param longestSeconds all of them
 */
record Seen(int samples, double medianSeconds, double longestSeconds) {}
