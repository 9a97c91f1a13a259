package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;

/** Told of every pass, for metrics. Must be quick and must not throw. */
public interface PassListener {

  /** A pass is through; the resource is as it is known to be now. */
  void passed(FlinkDeployment resource);

  /** The finalizer of this resource is about to be removed. */
  void gone(FlinkDeployment resource);
}
