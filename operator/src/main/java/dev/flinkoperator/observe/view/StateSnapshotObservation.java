package dev.flinkoperator.observe.view;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision about a state snapshot is made from, seen at one moment.
 *
 * @param resource with its status as last written by us
 * @param sessionJob that is named; null: there is none, or an application is named
 * @param cluster whose job is meant, or that the session job runs on; null: there is none
 * @param jobs the last answer of the cluster's REST API
 * @param operation how the snapshot does that the status names; null: none is named, or nobody has
 *     answered
 * @param disposal the last one of its savepoint that has ended; null: none has
 */
public record StateSnapshotObservation(
    FlinkStateSnapshot resource,
    @Nullable FlinkSessionJob sessionJob,
    @Nullable FlinkDeployment cluster,
    JobSnapshot jobs,
    @Nullable OperationView operation,
    @Nullable DisposalView disposal) {}
