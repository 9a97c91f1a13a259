package dev.flinkoperator.controller;

/**
 * Told of every pass, for metrics. Must be quick and must not throw.
 *
 * @param <P> the kind of resource
 */
public interface PassListener<P> {

  /** A pass is through; the resource is as it is known to be now. */
  void passed(P resource);

  /** The finalizer of this resource is about to be removed. */
  void gone(P resource);
}
