/** What the stories share: the cluster, the resource under test and the eyes that watch it. */
@NullMarked
package dev.flinkoperator.e2e.support;

import org.jspecify.annotations.NullMarked;
