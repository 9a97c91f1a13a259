/** The operator's meters, for Prometheus; docs/metrics.md lists them. */
@NullMarked
package dev.flinkoperator.metrics;

import org.jspecify.annotations.NullMarked;
