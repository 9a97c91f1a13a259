/**
 * How the jar of a session job gets into its cluster: fetched by the operator under the rules it
 * was given, kept on disk for a while, handed to Flink once.
 */
@NullMarked
package dev.flinkoperator.jar;

import org.jspecify.annotations.NullMarked;
