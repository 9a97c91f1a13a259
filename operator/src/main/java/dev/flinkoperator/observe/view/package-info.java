/** What was last seen of Flink clusters: immutable values without behaviour of their own. */
@NullMarked
package dev.flinkoperator.observe.view;

import org.jspecify.annotations.NullMarked;
