package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A namespace in which Flink may run, made by the {@code tenant} component of kustomize/ as a user
 * would. In a static field it lasts for the class, else for one test. While it is there every
 * status the operator writes in it is read by the {@link StatusJournal}; a failed test leaves its
 * {@link Diagnostics}.
 */
public final class TestNamespace
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final SecureRandom RANDOM = new SecureRandom();

  private @Nullable String name;
  private @Nullable StatusJournal journal;
  private boolean ofTheClass;

  public String name() {
    if (name == null) {
      throw new IllegalStateException("the namespace is there only while a test runs");
    }
    return name;
  }

  /** The resource of this name; it need not exist yet. */
  public FlinkResource resource(String resourceName) {
    return new FlinkResource(name(), resourceName);
  }

  /** Applies a manifest and hands out the resource. */
  public FlinkResource apply(Manifest manifest) {
    FlinkResource resource = resource(manifest.name());
    resource.apply(manifest);
    return resource;
  }

  /** The resource of this name has a status of another operator's before ours says its own. */
  void takenOver(String resourceName) {
    Objects.requireNonNull(journal).takenOver(resourceName);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ofTheClass = true;
    open(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!ofTheClass) {
      open(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    dumpIfFailed(context);
    if (!ofTheClass) {
      close();
    } else if (journal != null) {
      journal.assertHonest();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (ofTheClass) {
      dumpIfFailed(context);
      close();
    }
  }

  private void open(ExtensionContext context) {
    String story = context.getRequiredTestClass().getSimpleName().replaceAll("IT$", "");
    String kebab = story.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    String fresh = "e2e-%s-%04x".formatted(kebab, RANDOM.nextInt(0x10000));
    Cluster.client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(fresh).endMetadata().build())
        .create();
    name = fresh;
    awaitServiceAccount(fresh);
    tenant().forEach(each -> Cluster.client().resource(each).inNamespace(fresh).create());
    journal = StatusJournal.of(fresh);
  }

  /** Without it no pod can be made by hand; Kubernetes brings it a moment after the namespace. */
  static void awaitServiceAccount(String namespace) {
    Patience.until("the namespace " + namespace + " has a service account")
        .until(
            () ->
                Cluster.client().serviceAccounts().inNamespace(namespace).withName("default").get()
                    != null);
  }

  private List<HasMetadata> tenant() {
    try (InputStream yaml = Files.newInputStream(Environment.get().tenant())) {
      List<HasMetadata> objects = Cluster.client().load(yaml).items();
      for (HasMetadata object : objects) {
        object.getMetadata().setNamespace(name());
        if (object instanceof RoleBinding binding) {
          binding.getSubjects().forEach(subject -> subject.setNamespace(name()));
        }
      }
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void dumpIfFailed(ExtensionContext context) {
    if (context.getExecutionException().isPresent() && name != null) {
      Diagnostics.dump(name, context);
    }
  }

  private void close() {
    String closing = name;
    StatusJournal read = journal;
    name = null;
    journal = null;
    if (closing != null) {
      // Its end is not waited for: the next story has a namespace of its own.
      Cluster.client().namespaces().withName(closing).delete();
    }
    if (read != null) {
      read.close();
      read.assertHonest();
    }
  }
}
