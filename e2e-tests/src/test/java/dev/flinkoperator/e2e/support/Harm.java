package dev.flinkoperator.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.stream.Stream;

/** What may befall a JobManager. */
public enum Harm {
  CONTAINER_DIES {
    @Override
    public void to(FlinkResource resource) {
      Children children = resource.children();
      children.shell(children.jobManager()).run("kill 1");
    }
  },
  POD_KILLED {
    @Override
    public void to(FlinkResource resource) {
      Pod pod = resource.children().jobManager();
      Cluster.client().resource(pod).withGracePeriod(0L).delete();
    }
  },
  POD_EVICTED {
    @Override
    public void to(FlinkResource resource) {
      Pod pod = resource.children().jobManager();
      assertThat(Cluster.client().pods().resource(pod).evict()).as("evicted").isTrue();
    }
  },
  DEPLOYMENT_DELETED {
    @Override
    public void to(FlinkResource resource) {
      resource.children().deployment().delete();
    }
  };

  /** For a long story: what usually befalls it; everything in the profile "full". */
  public static Stream<Harm> usually(Harm... harms) {
    return Boolean.getBoolean("e2e.everyVersion") ? Stream.of(values()) : Stream.of(harms);
  }

  public abstract void to(FlinkResource resource);
}
