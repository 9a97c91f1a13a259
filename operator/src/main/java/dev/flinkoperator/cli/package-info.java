/** Arguments, wiring, exit codes. */
@NullMarked
package dev.flinkoperator.cli;

import org.jspecify.annotations.NullMarked;
