/** Gathers what is: the state of children, pods and Flink jobs, as immutable values. */
@NullMarked
package dev.flinkoperator.observe;

import org.jspecify.annotations.NullMarked;
