package dev.flinkoperator.flinkrest;

import org.jspecify.annotations.Nullable;

/**
 * Which Flink a cluster runs.
 *
 * @param version for example {@code 2.3.0}
 * @param revision commit and date of the build, for example {@code b1fe7b4 @
 *     2024-07-25T04:17:52+02:00}; null if not given
 */
public record FlinkBuild(String version, @Nullable String revision) {}
