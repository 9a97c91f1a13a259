package dev.flinkoperator.dependent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.managed.DefaultManagedWorkflowAndDependentResourceContext;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class JobManagerDependentTest {

  private final JobManagerDependent dependent = new JobManagerDependent();
  private final Context<FlinkDeployment> context = untouchable();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void makes_no_JobManager_where_the_resource_is_no_longer_what_the_plan_was_made_from() {
    PlanInContext.put(context, null, launch(() -> asked.incrementAndGet() < 0));
    assertThat(asked).as("the resource is not read before it is time").hasValue(0);

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> dependent.create(new Deployment(), new FlinkDeployment(), context))
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(409))
        .withMessageContaining("changed");

    assertThat(asked).hasValue(1);
  }

  @Test
  void makes_none_where_the_resource_cannot_be_read() {
    PlanInContext.put(
        context,
        null,
        launch(
            () -> {
              throw new KubernetesClientException("no answer");
            }));

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> dependent.create(new Deployment(), new FlinkDeployment(), context))
        .withMessage("no answer");
  }

  @Test
  void changes_none_that_somebody_has_made_or_begun_to_end_since_the_plan() {
    PlanInContext.put(context, null, launch(() -> true));

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(
            () ->
                dependent.update(
                    new Deployment(), new Deployment(), new FlinkDeployment(), context))
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(409))
        .withMessageContaining("changed during the pass");
  }

  /** For none that is there already. */
  private static PlanInContext.Launch launch(BooleanSupplier allowed) {
    return new PlanInContext.Launch() {
      @Override
      public boolean allowed() {
        return allowed.getAsBoolean();
      }

      @Override
      public boolean meant(Deployment live) {
        return false;
      }
    };
  }

  /** Carries what a pass hands over, and has no client that anything could be made with. */
  @SuppressWarnings("unchecked")
  private static Context<FlinkDeployment> untouchable() {
    var handedOver =
        new DefaultManagedWorkflowAndDependentResourceContext<FlinkDeployment>(null, null, null);
    return (Context<FlinkDeployment>)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("managedWorkflowAndDependentResourceContext")) {
                return handedOver;
              }
              throw new AssertionError("asked for " + method.getName());
            });
  }
}
