package dev.flinkoperator.jar;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.JobStart;
import dev.flinkoperator.flinkrest.RunAnswer;
import dev.flinkoperator.flinkrest.RunJar;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Brings the jars of session jobs to their clusters and has them run. No call blocks; a call may be
 * made again at any time.
 */
public final class SessionJars implements AutoCloseable {
  private final FlinkRest rest;
  private final JarSources sources;
  private final JarContents contents;
  private final ClusterJars clusters;
  private final Connections connections;
  private final FetchThreads threads = new FetchThreads();

  public SessionJars(FlinkRest rest, JarSettings settings, FileSystems files) {
    this(
        rest,
        settings,
        files,
        Clock.systemUTC(),
        Network.SYSTEM,
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  SessionJars(
      FlinkRest rest,
      JarSettings settings,
      FileSystems files,
      Clock clock,
      Network network,
      SSLSocketFactory tls) {
    AddressRules rules = new AddressRules(settings);
    JarFolder folder = new JarFolder(settings.folder(), settings.maxFolderBytes());
    JarKeeper keeper = new JarKeeper(folder, settings.maxJarBytes());
    this.rest = rest;
    this.sources = new JarSources(rules);
    this.connections = new Connections(rules, network, tls);
    this.contents =
        new JarContents(
            new JarFetcher(settings, rules, connections, keeper, threads.timer()),
            new FileFetcher(files, keeper, settings.timeLimit(), threads.plugins()),
            folder,
            threads.workers());
    this.clusters = new ClusterJars(rest, folder, clock);
  }

  /**
   * What is wrong with the request, as far as that can be said without the network.
   *
   * @return one line for people; null: nothing
   */
  public @Nullable String problem(JarRequest jar) {
    try {
      sources.of(jar);
      return null;
    } catch (JarException e) {
      return e.getMessage();
    }
  }

  /**
   * Sees to it that the cluster has the jar.
   *
   * @param cluster as in {@link FlinkRest#call}
   * @return completed with a {@link JarException} and nothing else if it does not work. Cancelling
   *     it gives up the wait; work that others may share goes on
   */
  public CompletableFuture<PlacedJar> place(URI cluster, JarRequest jar) {
    return promise(placed(cluster, jar), Troubles::beforeTheRun);
  }

  /**
   * Places the jar and has Flink run it under the id in {@code job}. That id has to be written down
   * before; for one job it is not to be called again before this has ended.
   *
   * @return completed with a {@link JarException} and nothing else if it does not work
   */
  public CompletableFuture<Submitted> submit(URI cluster, JarRequest jar, JobStart job) {
    CompletableFuture<RunAnswer> run =
        run(cluster, jar, job)
            .thenCompose(
                answer ->
                    // The JobManager was restarted, or another one answers now.
                    answer == RunAnswer.JAR_MISSING
                        ? run(cluster, jar, job)
                        : CompletableFuture.completedFuture(answer));
    return promise(
        run.thenApply(SessionJars::submitted), failure -> hinted(jar, Troubles.ofTheRun(failure)));
  }

  /** Gives up what is being fetched; nothing new is taken on. */
  @Override
  public void close() {
    connections.close();
    threads.close();
  }

  private CompletableFuture<RunAnswer> run(URI cluster, JarRequest jar, JobStart job) {
    return place(cluster, jar)
        .thenCompose(placed -> rest.call(cluster, new RunJar(placed.jarId(), job)));
  }

  private CompletableFuture<PlacedJar> placed(URI cluster, JarRequest jar) {
    JarSource source;
    try {
      source = sources.of(jar);
    } catch (JarException e) {
      return CompletableFuture.failedFuture(e);
    }
    String sha256 = source.sha256();
    if (sha256 == null) {
      return fetched(cluster, jar, source);
    }
    // With its checksum known it need not even be fetched where the cluster has it.
    return clusters
        .find(cluster, sha256)
        .thenCompose(
            id ->
                id == null
                    ? fetched(cluster, jar, source)
                    : CompletableFuture.completedFuture(new PlacedJar(id, sha256)));
  }

  private CompletableFuture<PlacedJar> fetched(URI cluster, JarRequest jar, JarSource source) {
    return contents
        .get(source, jar.headers())
        .thenCompose(
            sha256 -> clusters.put(cluster, sha256).thenApply(id -> new PlacedJar(id, sha256)));
  }

  private static Submitted submitted(RunAnswer answer) {
    return switch (answer) {
      case STARTED -> Submitted.STARTED;
      case DUPLICATE -> Submitted.ALREADY_THERE;
      case JAR_MISSING ->
          throw JarException.notNow(
              "Flink does not find the jar it was just given. With several JobManagers web.upload.dir"
                  + " has to be a folder they share.");
    };
  }

  private static JarException hinted(JarRequest jar, JarException e) {
    String uri = String.valueOf(jar.uri());
    boolean noClass =
        e.trouble() == JarException.Trouble.REFUSED && e.getMessage().contains("entry point class");
    return noClass && uri.startsWith("local:")
        ? new JarException(e.trouble(), e.getMessage() + ". Has the cluster's image " + uri + "?")
        : e;
  }

  private static <T> CompletableFuture<T> promise(
      CompletableFuture<T> work, Function<Throwable, JarException> trouble) {
    CompletableFuture<T> promise = new CompletableFuture<>();
    work.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            promise.complete(value);
          } else {
            promise.completeExceptionally(trouble.apply(failure));
          }
        });
    return promise;
  }
}
