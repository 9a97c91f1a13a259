/**
 * Pure renderers: from a resource to the Kubernetes objects that should exist for it, one class a
 * child.
 */
@NullMarked
package dev.flinkoperator.desired;

import org.jspecify.annotations.NullMarked;
