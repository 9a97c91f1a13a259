package dev.flinkoperator.cost;

/**
 * What one part of a measurement cost.
 *
 * @param name what was done
 * @param wallSeconds how long it took; for a window without change its length
 * @param cpuSeconds processor time of the operator
 * @param peakMb the most memory the operator held until now, in MiB
 * @param requests to the API server
 * @param restCalls to Flink
 */
record Phase(
    String name,
    double wallSeconds,
    double cpuSeconds,
    double peakMb,
    Requests requests,
    int restCalls) {}
