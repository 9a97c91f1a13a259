package dev.flinkoperator.config;

import static dev.flinkoperator.config.ConfigKey.of;
import static dev.flinkoperator.config.ConfigType.bytes;
import static dev.flinkoperator.config.ConfigType.duration;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The settings for the jars of session jobs, which the operator fetches. */
final class JarKeys {
  private JarKeys() {}

  private static final String PREFIX = OperatorKeys.PREFIX + "user.artifacts.";
  private static final long MIB = 1L << 20;
  private static final long TIB = 1L << 40;

  static final ConfigKey<String> FOLDER =
      of(
          PREFIX + "base.dir",
          ConfigType.FOLDER,
          "/var/cache/flink-operator",
          "The folder jars of session jobs are kept in on their way to a cluster. One operator"
              + " process a folder; it is made if it is not there.");
  static final ConfigKey<Set<String>> SCHEMES =
      of(
          PREFIX + "allowed-schemes",
          ConfigType.SCHEMES,
          "https",
          "From which addresses the operator fetches jars: `https`, and `http` where it is named"
              + " here, and file systems its plugins know, such as `s3`. `local://` needs no entry:"
              + " nothing is fetched for it.");
  static final ConfigKey<List<String>> URL_PREFIXES =
      of(
          PREFIX + "allowed-url-prefixes",
          ConfigType.URL_PREFIXES,
          "",
          "Jars are fetched only from addresses within one of these, such as"
              + " `https://repo.example.com/jars` or `s3://bucket/jars`. An address a server"
              + " redirects to has to be within one too. Without one for web servers: from any of"
              + " them. File systems need one, as they are read with the operator's credentials.");
  static final ConfigKey<Boolean> REFUSE_PRIVATE =
      of(
          PREFIX + "disallow-restricted-hosts",
          ConfigType.BOOLEAN,
          "true",
          "Whether jars are not fetched from hosts in private networks, from the operator's pod and"
              + " node, and from metadata services of clouds. Every address a host name has is"
              + " looked at, after each redirect too.");
  static final ConfigKey<Set<String>> PRIVATE_HOSTS =
      of(
          PREFIX + "private-hosts",
          ConfigType.HOSTS,
          "",
          "Hosts that jars may be fetched from although they are in a private network, such as"
              + " `nexus.tools.svc`.");
  static final ConfigKey<Long> MAX_SIZE =
      of(
          PREFIX + "max-size",
          bytes(MIB, TIB),
          "512 mb",
          "The largest jar that is fetched. Jars pass through the folder, not through memory.");
  static final ConfigKey<Long> CACHE_SIZE =
      of(
          PREFIX + "cache.max-size",
          bytes(MIB, TIB),
          "1 gb",
          "How much the folder may hold. The jars that were not used for the longest time go first."
              + " At most what its volume takes.");
  static final ConfigKey<Duration> TIMEOUT =
      of(
          PREFIX + "timeout",
          duration(Duration.ofSeconds(1), Duration.ofHours(1)),
          "10 min",
          "How long fetching one jar may take.");

  /** In the order of the reference page. */
  static final List<ConfigKey<?>> ALL =
      List.of(
          FOLDER,
          SCHEMES,
          URL_PREFIXES,
          REFUSE_PRIVATE,
          PRIVATE_HOSTS,
          MAX_SIZE,
          CACHE_SIZE,
          TIMEOUT);
}
