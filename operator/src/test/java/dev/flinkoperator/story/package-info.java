/** The whole operator against a real API server; the test plays nodes, Flink and users. */
@org.jspecify.annotations.NullMarked
package dev.flinkoperator.story;
