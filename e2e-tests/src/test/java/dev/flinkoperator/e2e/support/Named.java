package dev.flinkoperator.e2e.support;

/** A resource whose job writes a diary in a folder of its name. */
public interface Named {
  String name();
}
