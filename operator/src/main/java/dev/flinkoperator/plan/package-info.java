/** Decides what a pass does: a pure function of what was observed. */
@NullMarked
package dev.flinkoperator.plan;

import org.jspecify.annotations.NullMarked;
