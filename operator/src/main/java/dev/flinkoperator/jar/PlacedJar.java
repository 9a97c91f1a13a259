package dev.flinkoperator.jar;

/**
 * A jar that a cluster has.
 *
 * @param jarId Flink's id, for a run
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 */
public record PlacedJar(String jarId, String sha256) {}
