/** What tests of several packages need: real things to test against. */
@org.jspecify.annotations.NullMarked
package dev.flinkoperator.testing;
