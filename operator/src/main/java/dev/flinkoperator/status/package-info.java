/** Writes the complete status from an observation and a plan; nobody else does. */
@NullMarked
package dev.flinkoperator.status;

import org.jspecify.annotations.NullMarked;
