package dev.flinkoperator.jar;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gets what a source stands for into the folder, once for all who ask at the same time. */
final class JarContents {
  private static final int MOST_KNOWN = 256;

  private final JarFetcher fetcher;
  private final FileFetcher files;
  private final JarFolder folder;
  private final Executor threads;
  private final SingleFlight<Wanted, String> fetches = new SingleFlight<>();
  private final Map<Address, JarFetcher.Fetched> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, JarFetcher.Fetched> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  JarContents(JarFetcher fetcher, FileFetcher files, JarFolder folder, Executor threads) {
    this.fetcher = fetcher;
    this.files = files;
    this.folder = folder;
    this.threads = threads;
  }

  /** Who may fetch it with other headers, or without, may be told something else. */
  private record Address(URI uri, Map<String, String> headers) {}

  private record Wanted(JarSource source, Map<String, String> headers) {}

  /**
   * @return checksum of the jar in the folder
   */
  CompletableFuture<String> get(JarSource source, Map<String, String> headers) {
    return fetches.join(
        new Wanted(source, headers),
        () -> CompletableFuture.supplyAsync(() -> now(source, headers), threads));
  }

  private String now(JarSource source, Map<String, String> headers) {
    if (source instanceof JarSource.Remote remote) {
      return fetch(
          new Address(remote.uri(), headers),
          remote.sha256(),
          before -> fetcher.fetch(remote, headers, before));
    }
    if (source instanceof JarSource.InFileSystem file) {
      return fetch(
          new Address(file.uri(), Map.of()),
          file.sha256(),
          before -> new JarFetcher.Fetched(files.fetch(file), null));
    }
    String path = source instanceof JarSource.InImage jar ? jar.path() : null;
    byte[] content = WrapperJar.content(path);
    try (JarFolder.NewJar jar = folder.create()) {
      jar.write(content, content.length);
      return jar.keep();
    }
  }

  private String fetch(
      Address address,
      @Nullable String wanted,
      Function<JarFetcher.@Nullable Fetched, JarFetcher.Fetched> fetch) {
    JarFetcher.Fetched before = known(address);
    // Held while the server is asked whether it is still the one.
    try (JarFolder.Held held = before == null ? null : folder.hold(before.sha256())) {
      if (held != null && before != null && before.sha256().equals(wanted)) {
        return before.sha256();
      }
      JarFetcher.Fetched fetched = fetch.apply(held == null || wanted != null ? null : before);
      remember(address, fetched);
      return fetched.sha256();
    }
  }

  private JarFetcher.@Nullable Fetched known(Address address) {
    synchronized (known) {
      return known.get(address);
    }
  }

  private void remember(Address address, JarFetcher.Fetched fetched) {
    synchronized (known) {
      known.put(address, fetched);
    }
  }
}
