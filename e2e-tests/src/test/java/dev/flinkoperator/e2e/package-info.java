/** One class a user story, told on a real Kubernetes with real Flink. */
@NullMarked
package dev.flinkoperator.e2e;

import org.jspecify.annotations.NullMarked;
