package dev.flinkoperator.plan;

import java.net.URI;

/**
 * A Flink REST API to be asked regularly.
 *
 * @param epoch changes with the cluster behind the address, so that no old answer is taken for a
 *     new one
 * @param moving something is expected to change soon: ask more often
 */
public record Follow(URI address, String epoch, boolean moving) {}
