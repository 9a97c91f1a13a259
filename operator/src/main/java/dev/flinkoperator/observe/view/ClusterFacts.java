package dev.flinkoperator.observe.view;

import org.jspecify.annotations.Nullable;

/**
 * What a cluster says of itself once, and does not change while its JobManager lives.
 *
 * @param flinkVersion for example {@code 1.20.0}
 * @param flinkRevision commit and date of the build; null if the cluster does not know its own
 */
public record ClusterFacts(String flinkVersion, @Nullable String flinkRevision) {}
