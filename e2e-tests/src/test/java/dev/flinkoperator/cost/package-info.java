/** What the operator costs: requests, processor time, memory and waiting, for many resources. */
@NullMarked
package dev.flinkoperator.cost;

import org.jspecify.annotations.NullMarked;
