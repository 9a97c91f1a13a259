/** Holds the CRDs and their samples against a real API server. */
@NullMarked
package dev.flinkoperator.schema;

import org.jspecify.annotations.NullMarked;
