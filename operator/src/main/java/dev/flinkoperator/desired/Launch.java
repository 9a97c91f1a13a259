package dev.flinkoperator.desired;

import org.jspecify.annotations.Nullable;

/**
 * What is decided for each launch of a cluster, not by its spec.
 *
 * @param revision name of the recorded revision, written on the JobManager Deployment and its pods
 * @param jobId id the job gets, 32 hexadecimal digits; not looked at for a session cluster
 * @param savepointPath where the job's state is restored from; null starts it empty, or from what
 *     high availability holds
 * @param generation {@code metadata.generation} of the spec that is launched
 */
public record Launch(
    String revision, String jobId, @Nullable String savepointPath, long generation) {}
