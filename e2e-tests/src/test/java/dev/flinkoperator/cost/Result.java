package dev.flinkoperator.cost;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A measurement.
 *
 * @param machine one line on where it was made
 * @param count number of FlinkDeployments
 * @param startUpSeconds from the start of the operator process to ready, without any resource
 * @param residentAtRestMb memory the operator holds at the end of {@code rest}, in MiB
 * @param seen null if not measured
 * @param restarts empty if not measured
 * @param leftBehind kinds and numbers of children that outlive their resources; empty if none
 */
record Result(
    String machine,
    String date,
    int count,
    double startUpSeconds,
    Phase create,
    Phase rest,
    double residentAtRestMb,
    @Nullable Seen seen,
    Phase upgrade,
    List<Restart> restarts,
    Phase delete,
    List<String> leftBehind) {}
