package dev.flinkoperator.plan;

import java.time.Duration;
import java.util.Map;

/**
 * What the operator's configuration adds to a decision.
 *
 * @param flinkDefaults Flink configuration for every deployment, and its variants by namespace and
 *     version, as in the operator's file
 * @param restAddress template with {@code {name}}, {@code {namespace}} and {@code {port}}
 * @param grace how long a running job may be in trouble before the status says so
 * @param revisionsKept how many revisions of a resource are remembered, the one in force included
 */
public record PlanSettings(
    Map<String, String> flinkDefaults, String restAddress, Duration grace, int revisionsKept) {}
