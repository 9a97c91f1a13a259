/** Kubernetes Events about the resources, for people who run kubectl describe. */
@NullMarked
package dev.flinkoperator.event;

import org.jspecify.annotations.NullMarked;
