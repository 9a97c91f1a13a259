/** Holds the generated model against the schema it comes from. */
@NullMarked
package dev.flinkoperator.model;

import org.jspecify.annotations.NullMarked;
