/** The operator's own settings: typed keys, parsed once into one immutable record. */
@NullMarked
package dev.flinkoperator.config;

import org.jspecify.annotations.NullMarked;
