package dev.flinkoperator.flinkrest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A jar a JobManager holds for runs.
 *
 * @param id under which it is run and deleted
 * @param name it was uploaded with
 * @param uploaded by the JobManager's clock; null if it does not say
 */
public record JarOnCluster(String id, String name, @Nullable Instant uploaded) {}
