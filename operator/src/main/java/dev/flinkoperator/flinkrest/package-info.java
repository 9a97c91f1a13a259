/** Asynchronous client of Flink's REST API: one class an endpoint, one caller for the transport. */
@NullMarked
package dev.flinkoperator.flinkrest;

import org.jspecify.annotations.NullMarked;
