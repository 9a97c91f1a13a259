package dev.flinkoperator.jar;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What may be fetched, and where it is kept.
 *
 * @param folder on disk; made if it is not there. One process a folder
 * @param schemes of addresses that are fetched, lower case
 * @param prefixes addresses have to begin with one of these; empty: anything goes
 * @param refusePrivateHosts whether hosts in private networks, the operator's own pod and the
 *     cloud's metadata services are out of bounds
 * @param privateHosts hosts, lower case, that may be in a private network all the same
 * @param maxJarBytes of one jar
 * @param maxFolderBytes of all jars kept
 * @param timeLimit for fetching one jar, redirects included
 */
public record JarSettings(
    Path folder,
    Set<String> schemes,
    List<UrlPrefix> prefixes,
    boolean refusePrivateHosts,
    Set<String> privateHosts,
    long maxJarBytes,
    long maxFolderBytes,
    Duration timeLimit) {

  public JarSettings {
    schemes = Set.copyOf(schemes);
    prefixes = List.copyOf(prefixes);
    privateHosts = Set.copyOf(privateHosts);
  }
}
