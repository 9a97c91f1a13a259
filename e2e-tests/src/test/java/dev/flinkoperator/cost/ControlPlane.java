package dev.flinkoperator.cost;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * etcd, an API server and the garbage collector on loopback ports; no scheduler, no node. Requests
 * of the garbage collector are not slowed down, so that deletions show the operator's own pace.
 */
final class ControlPlane implements AutoCloseable {
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
      """;

  private final Path binaries;
  private final Path dir;
  private final int port = Ports.free();
  private final Deque<ChildProcess> running = new ArrayDeque<>();

  private ControlPlane(Path binaries, Path dir) {
    this.binaries = binaries;
    this.dir = dir;
  }

  /**
   * Returns when the API server is ready.
   *
   * @param binaries folder with etcd, kube-apiserver and kube-controller-manager
   * @param dir an empty folder for data, keys and logs
   */
  static ControlPlane start(Path binaries, Path dir) throws IOException {
    var plane = new ControlPlane(binaries, dir);
    try {
      plane.startAll();
      return plane;
    } catch (IOException | RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  Path auditLog() {
    return dir.resolve("audit.log");
  }

  Path adminKubeconfig() {
    return dir.resolve("admin.kubeconfig");
  }

  KubernetesClient admin() {
    return Kubeconfig.client(adminKubeconfig());
  }

  /** A kubeconfig for whoever holds the token; {@code namespace} becomes the default. */
  Path kubeconfig(String name, String token, String namespace) throws IOException {
    return Kubeconfig.write(
        dir.resolve(name + ".kubeconfig"),
        "https://127.0.0.1:" + port,
        dir.resolve("certificates/apiserver.crt"),
        token,
        namespace);
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }

  private void startAll() throws IOException {
    var admin = Secrets.token();
    Files.writeString(dir.resolve("tokens.csv"), admin + ",admin,admin,system:masters\n");
    Files.writeString(dir.resolve("policy.yaml"), POLICY);
    Secrets.writeKeyPair(dir.resolve("accounts.key"), dir.resolve("accounts.pub"));
    var etcd = "http://127.0.0.1:" + Ports.free();
    var peer = "http://127.0.0.1:" + Ports.free();
    run(
        "etcd",
        List.of(
            "--data-dir=" + dir.resolve("etcd"),
            "--unsafe-no-fsync",
            "--log-level=error",
            "--listen-client-urls=" + etcd,
            "--advertise-client-urls=" + etcd,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer));
    var apiServer = run("kube-apiserver", apiServerFlags(etcd));
    await()
        .atMost(Duration.ofMinutes(6))
        .until(
            () -> {
              apiServer.mustRun();
              return Files.exists(dir.resolve("certificates/apiserver.crt"));
            });
    kubeconfig("admin", admin, "default");
    try (var client = admin()) {
      await()
          .atMost(Duration.ofMinutes(6))
          .ignoreExceptions()
          .until(() -> "ok".equals(client.raw("/readyz")));
    }
    run(
        "kube-controller-manager",
        List.of(
            "--kubeconfig=" + adminKubeconfig(),
            "--controllers=garbage-collector-controller,namespace-controller",
            "--kube-api-qps=2000",
            "--kube-api-burst=2000",
            "--leader-elect=false",
            "--secure-port=0"));
  }

  private List<String> apiServerFlags(String etcd) {
    return List.of(
        "--etcd-servers=" + etcd,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + dir.resolve("certificates"),
        "--advertise-address=127.0.0.1",
        // Nobody looks for the API server by its Service here, and loopback can't be in one.
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--authorization-mode=RBAC",
        "--token-auth-file=" + dir.resolve("tokens.csv"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-signing-key-file=" + dir.resolve("accounts.key"),
        "--service-account-key-file=" + dir.resolve("accounts.pub"),
        "--audit-policy-file=" + dir.resolve("policy.yaml"),
        "--audit-log-path=" + auditLog(),
        // One file for the whole run: positions in it mark the borders of the phases.
        "--audit-log-maxsize=4000");
  }

  private ChildProcess run(String program, List<String> flags) {
    var command = new java.util.ArrayList<String>();
    command.add(binaries.resolve(program).toString());
    command.addAll(flags);
    var process = ChildProcess.start(command, Map.of(), dir.resolve(program + ".log"));
    running.push(process);
    return process;
  }
}
