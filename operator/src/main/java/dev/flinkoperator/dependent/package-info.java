/** The children as JOSDK dependents: each looks up its object in the plan. */
@NullMarked
package dev.flinkoperator.dependent;

import org.jspecify.annotations.NullMarked;
