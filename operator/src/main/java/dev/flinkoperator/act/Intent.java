package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;

/** The status of the pass under way. */
public interface Intent {

  /** Writes it, if it names something that a later pass could not find out again. */
  void save();

  /** The resource as the last write of this pass left it, or as the pass has found it. */
  FlinkDeployment written();
}
