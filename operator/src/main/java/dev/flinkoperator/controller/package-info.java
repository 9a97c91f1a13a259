/** One pass per event: observe, plan, act, apply, report. Decides nothing. */
@NullMarked
package dev.flinkoperator.controller;

import org.jspecify.annotations.NullMarked;
