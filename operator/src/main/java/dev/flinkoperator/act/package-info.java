/** Carries out a plan's steps: small, named, idempotent. */
@NullMarked
package dev.flinkoperator.act;

import org.jspecify.annotations.NullMarked;
