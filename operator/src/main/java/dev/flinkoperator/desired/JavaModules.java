package dev.flinkoperator.desired;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JVM options without which Flink's own code does not start on Java 17 and later. Flink's
 * distribution has them in the config.yaml of its image since 1.18 (FLINK-15736), which our
 * ConfigMap hides; so they are a default here, below every other.
 */
final class JavaModules {

  private static final String KEY = "env.java.opts.all";

  private static final String OPTIONS =
      Stream.concat(
              Stream.of(
                      "java.base/sun.net.util",
                      "java.rmi/sun.rmi.registry",
                      "jdk.compiler/com.sun.tools.javac.api",
                      "jdk.compiler/com.sun.tools.javac.file",
                      "jdk.compiler/com.sun.tools.javac.parser",
                      "jdk.compiler/com.sun.tools.javac.tree",
                      "jdk.compiler/com.sun.tools.javac.util",
                      "java.security.jgss/sun.security.krb5")
                  .map(name -> "--add-exports=" + name),
              Stream.of(
                      "java.lang",
                      "java.net",
                      "java.io",
                      "java.nio",
                      "sun.nio.ch",
                      "java.lang.reflect",
                      "java.text",
                      "java.time",
                      "java.util",
                      "java.util.concurrent",
                      "java.util.concurrent.atomic",
                      "java.util.concurrent.locks")
                  .map(name -> "--add-opens=java.base/" + name))
          .map(option -> option + "=ALL-UNNAMED")
          .collect(Collectors.joining(" "));

  private JavaModules() {}

  /** Flink before 1.18 may run on Java 8, which does not know these options. */
  static Map<String, String> defaults(FlinkVersion version) {
    return version.isBefore(1, 18) ? Map.of() : Map.of(KEY, OPTIONS);
  }
}
