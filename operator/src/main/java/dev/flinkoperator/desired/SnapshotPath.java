package dev.flinkoperator.desired;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether two spellings name the same savepoint or checkpoint. Flink tells {@code file:/x} where
 * people write {@code file:///x} or {@code /x}, takes a folder as well as the {@code _metadata} in
 * it, and reads the same bucket as {@code s3}, {@code s3a} and {@code s3p} (Flink docs, Amazon S3).
 * Where this errs files stay.
 */
public final class SnapshotPath {

  private static final Pattern URI = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(//[^/]*)?(.*)");
  private static final Map<String, String> SAME_STORE =
      Map.of("s3a", "s3", "s3n", "s3", "s3p", "s3", "abfss", "abfs", "wasbs", "wasb");

  private SnapshotPath() {}

  /** False if one of them is null or blank. */
  public static boolean same(@Nullable String one, @Nullable String other) {
    return one != null
        && other != null
        && !one.isBlank()
        && canonical(one).equals(canonical(other));
  }

  /** The same for all spellings of one path: 36 characters that fit into a label. */
  public static String digest(String path) {
    return UUID.nameUUIDFromBytes(canonical(path).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String canonical(String path) {
    Matcher uri = URI.matcher(path.trim());
    if (!uri.matches()) {
      return "file:" + folder(path.trim());
    }
    String scheme = uri.group(1).toLowerCase(Locale.ROOT);
    String authority = uri.group(2) == null || uri.group(2).equals("//") ? "" : uri.group(2);
    return SAME_STORE.getOrDefault(scheme, scheme) + ":" + authority + folder(uri.group(3));
  }

  private static String folder(String path) {
    return path.replaceAll("/+", "/").replaceFirst("(/_metadata)?/?$", "");
  }
}
