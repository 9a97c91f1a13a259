package dev.flinkoperator.desired;

import java.net.MalformedURLException;
import java.net.URL;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host and path an ingress template stands for.
 *
 * @param host null for all hosts
 * @param path as written, often a regular expression of the ingress controller's; null for all
 *     paths
 */
record IngressUrl(@Nullable String host, @Nullable String path) {
  private static final Pattern NAME = Pattern.compile("(?i)\\{\\{\\s*name\\s*}}");
  private static final Pattern NAMESPACE = Pattern.compile("(?i)\\{\\{\\s*namespace\\s*}}");
  private static final Pattern SCHEME =
      Pattern.compile("(?i)^[a-z][a-z0-9+.-]*://.*", Pattern.DOTALL);

  /** A DNS name, the first label of which may be a wildcard: what Kubernetes accepts. */
  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  static IngressUrl of(@Nullable String template, String name, @Nullable String namespace) {
    if (template == null || template.isBlank()) {
      throw new RenderingException(
          "spec.ingress.template is not set; give it a URL, for example {{name}}.{{namespace}}.flink.example.com.");
    }
    String text = NAME.matcher(template.trim()).replaceAll(Matcher.quoteReplacement(name));
    text =
        NAMESPACE
            .matcher(text)
            .replaceAll(Matcher.quoteReplacement(namespace == null ? "" : namespace));
    URL url = parse(template, SCHEME.matcher(text).matches() ? text : "http://" + text);
    String host = url.getHost();
    if (!host.isEmpty() && (host.length() > 253 || !HOST.matcher(host).matches())) {
      throw new RenderingException(
          "spec.ingress.template: '%s' is not a host name; use lower-case letters, digits, '-' and '.'."
              .formatted(host));
    }
    return new IngressUrl(
        host.isEmpty() ? null : host, url.getPath().isEmpty() ? null : url.getPath());
  }

  private static URL parse(String template, String text) {
    try {
      return new URL(text);
    } catch (MalformedURLException e) {
      throw new RenderingException(
          "spec.ingress.template: '%s' is not a URL; write it like {{name}}.{{namespace}}.flink.example.com or /{{namespace}}/{{name}}."
              .formatted(template));
    }
  }
}
