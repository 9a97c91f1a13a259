package dev.flinkoperator.jar;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code jarURI} and says what is wrong with it, without the network. */
final class JarSources {
  private static final Pattern CHECKSUM = Pattern.compile("sha256=([0-9a-f]{64})");
  private static final int MAX_SHOWN = 120;

  private final AddressRules rules;

  JarSources(AddressRules rules) {
    this.rules = rules;
  }

  /**
   * @throws JarException WRONG
   */
  JarSource of(JarRequest jar) {
    String text = jar.uri();
    if (text == null || text.isBlank()) {
      requireEntryClass(
          jar, "Set spec.job.entryClass: without jarURI nothing else names the main class.");
      return new JarSource.ClassPath();
    }
    URI uri = parse(text);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "local" -> inImage(jar, uri);
      case "http", "https" -> remote(uri);
      case "" ->
          throw JarException.wrong(
              "jarURI has no scheme. Write https://host/path.jar, or local:///path.jar for a jar in"
                  + " the cluster's image.");
      case "file" ->
          throw JarException.wrong(
              "jarURI: file: would be a file of the operator's. Write local:// for a jar in the"
                  + " cluster's image.");
      default -> inFileSystem(scheme, uri);
    };
  }

  private JarSource inFileSystem(String scheme, URI uri) {
    if (!rules.allows(scheme)) {
      throw JarException.wrong(
          ("jarURI: the operator does not read %s:, unless an administrator allows it"
                  + " (kubernetes.operator.user.artifacts.allowed-schemes). Give an https:// address of"
                  + " the jar, or put it into the cluster's image or a volume and write local://.")
              .formatted(Shown.line(scheme, 20)));
    }
    rules.checkFile(uri);
    return new JarSource.InFileSystem(withoutFragment(uri), checksum(uri));
  }

  private static URI parse(String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      throw JarException.wrong(
          "jarURI is no address: %s at character %d."
              .formatted(Shown.line(e.getReason(), MAX_SHOWN), e.getIndex() + 1));
    }
  }

  private static JarSource inImage(JarRequest jar, URI uri) {
    String path = uri.getPath();
    if (path == null || !path.startsWith("/") || path.length() < 2 || uri.getAuthority() != null) {
      throw JarException.wrong(
          "jarURI: write local:// and an absolute path, as in local:///opt/flink/usrlib/job.jar.");
    }
    if (checksum(uri) != null) {
      throw JarException.wrong(
          "jarURI: the operator cannot see a jar in the cluster's image, so it cannot hold it"
              + " against a checksum. Leave #sha256= out.");
    }
    requireEntryClass(
        jar,
        "Set spec.job.entryClass: the operator and Flink's REST API cannot read the manifest of a"
            + " local:// jar.");
    return new JarSource.InImage(path);
  }

  private JarSource remote(URI uri) {
    rules.check(uri);
    return new JarSource.Remote(withoutFragment(uri), checksum(uri));
  }

  private static URI withoutFragment(URI uri) {
    String whole = uri.toString();
    int fragment = whole.indexOf('#');
    return fragment < 0 ? uri : URI.create(whole.substring(0, fragment));
  }

  private static @Nullable String checksum(URI uri) {
    String fragment = uri.getRawFragment();
    if (fragment == null || !fragment.startsWith("sha256")) {
      return null;
    }
    Matcher matcher = CHECKSUM.matcher(fragment);
    if (!matcher.matches()) {
      throw JarException.wrong(
          "jarURI: end it with #sha256= and the checksum, 64 hexadecimal digits in lower case.");
    }
    return matcher.group(1);
  }

  private static void requireEntryClass(JarRequest jar, String otherwise) {
    if (jar.entryClass() == null || jar.entryClass().isBlank()) {
      throw JarException.wrong(otherwise);
    }
  }
}
