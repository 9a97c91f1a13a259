/** Whether the process is alive and ready, and its metrics, over HTTP. */
@NullMarked
package dev.flinkoperator.health;

import org.jspecify.annotations.NullMarked;
