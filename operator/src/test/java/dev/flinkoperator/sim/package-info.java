/**
 * A deterministic world around the real planner: an API server, Flink clusters, a user and whatever
 * may go wrong, all in virtual time and from one seed.
 */
@org.jspecify.annotations.NullMarked
package dev.flinkoperator.sim;
