package dev.flinkoperator.cost;

import java.time.Instant;

/**
 * A Flink cluster that is not there.
 *
 * @param deployment uid of its JobManager's Deployment
 * @param jobId 32 hex digits, as the operator wrote into the cluster's configuration
 * @param started when the job began to run
 * @param jobState as Flink names it
 */
record FakeCluster(String deployment, String jobId, Instant started, String jobState) {
  FakeCluster in(String state) {
    return new FakeCluster(deployment, jobId, started, state);
  }
}
