/** A Flink job whose continuity can be read from a file while it runs. */
@NullMarked
package dev.flinkoperator.journey;

import org.jspecify.annotations.NullMarked;
