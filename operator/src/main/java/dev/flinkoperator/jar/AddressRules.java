package dev.flinkoperator.jar;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Where the operator may fetch from: asked with every address, the first one and each one it is
 * redirected to, and again with the network addresses of its host.
 */
final class AddressRules {
  private static final String OPTIONS = "kubernetes.operator.user.artifacts.";

  private final JarSettings settings;

  AddressRules(JarSettings settings) {
    this.settings = settings;
  }

  /** Whether addresses of this scheme, in lower case, may be fetched at all. */
  boolean allows(String scheme) {
    return settings.schemes().contains(scheme);
  }

  /**
   * Judges what is written as the address of a file in an object store or another file system. The
   * operator reads it with its own credentials, so nothing may be read that was not named as
   * readable: without a prefix for the scheme all is refused.
   *
   * @throws JarException WRONG
   */
  void checkFile(URI uri) {
    String path = uri.getRawPath();
    if (path == null || path.length() < 2 || path.endsWith("/") || uri.getRawQuery() != null) {
      throw JarException.wrong(
          "jarURI: %s names no file; write scheme://place/path.jar.".formatted(Shown.address(uri)));
    }
    if (String.valueOf(uri.getRawAuthority()).contains("@")) {
      throw JarException.wrong(
          "jarURI: no user and password in the address; the operator has credentials of its own.");
    }
    if (!isCovered(uri)) {
      throw JarException.wrong(
          ("jarURI: %s is not within %sallowed-url-prefixes. What the operator reads with its own"
                  + " credentials has to be named there.")
              .formatted(Shown.address(uri), OPTIONS));
    }
  }

  /**
   * Judges what is written as the address of a web server.
   *
   * @throws JarException WRONG
   */
  void check(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https") || !allows(scheme)) {
      throw JarException.wrong(
          "jarURI: %s:// is not allowed (%sallowed-schemes)."
              .formatted(Shown.line(scheme, 20), OPTIONS));
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
      throw JarException.wrong(
          ("jarURI: no host that can be asked, in %s. A name has letters, digits, dashes and dots; one"
                  + " in Unicode is written in Punycode.")
              .formatted(Shown.address(uri)));
    }
    if (uri.getRawUserInfo() != null) {
      throw JarException.wrong(
          "jarURI: no user and password in the address; set " + OPTIONS + "http.header.");
    }
    if (settings.prefixes().stream().anyMatch(UrlPrefix::isWeb) && !isCovered(uri)) {
      throw JarException.wrong(
          "jarURI: %s is not within %sallowed-url-prefixes."
              .formatted(Shown.address(uri), OPTIONS));
    }
  }

  /**
   * Judges what a host name has turned out to be.
   *
   * @throws JarException WRONG
   */
  void check(URI uri, InetAddress resolved) {
    if (!settings.refusePrivateHosts()) {
      return;
    }
    InetAddress address = withoutNat64(resolved);
    if (isOutOfBounds(address)) {
      throw JarException.wrong(
          "jarURI: host %s is the operator's own pod, its node or a metadata service."
              .formatted(host(uri)));
    }
    if (isPrivate(address) && !settings.privateHosts().contains(host(uri))) {
      throw JarException.wrong(
          "jarURI: host %s is in a private network; an administrator can allow it with %s"
              .formatted(host(uri), OPTIONS + "private-hosts."));
    }
  }

  private boolean isCovered(URI uri) {
    // A server may make another path of dots and escaped slashes than the one compared here.
    String path = String.valueOf(uri.getRawPath()).toLowerCase(Locale.ROOT);
    boolean plain =
        uri.normalize().getRawPath().equals(uri.getRawPath())
            && !path.contains("%2e")
            && !path.contains("%2f")
            && !path.contains("%5c");
    return plain && settings.prefixes().stream().anyMatch(prefix -> prefix.covers(uri));
  }

  private static String host(URI uri) {
    return uri.getHost().toLowerCase(Locale.ROOT);
  }

  private static boolean isOutOfBounds(InetAddress address) {
    byte[] b = address.getAddress();
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || (b.length == 4 && (b[0] == 0 || (b[0] & 0xf0) == 0xf0))
        // The metadata services that are not link-local: Azure's, Alibaba's, AWS's by IPv6.
        || is(b, 168, 63, 129, 16)
        || is(b, 100, 100, 100, 200)
        || is(b, 0xfd, 0x00, 0x0e, 0xc2)
        || isWrapped(address);
  }

  /** RFC 1918, 4193, 6598, 6890: what the Internet does not route. */
  private static boolean isPrivate(InetAddress address) {
    byte[] b = address.getAddress();
    if (b.length == 16) {
      return address.isSiteLocalAddress() || (b[0] & 0xfe) == 0xfc;
    }
    return address.isSiteLocalAddress()
        || (b[0] == 100 && (b[1] & 0xc0) == 64)
        || is(b, 192, 0, 0)
        || (is(b, 198) && (b[1] & 0xfe) == 18);
  }

  /** In a cluster without IPv4 every IPv4 host looks like this (RFC 6052). */
  private static InetAddress withoutNat64(InetAddress address) {
    byte[] b = address.getAddress();
    byte[] front = {0x00, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    if (b.length != 16 || !Arrays.equals(b, 0, front.length, front, 0, front.length)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(b, front.length, b.length));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An IPv4 address within an IPv6 one (compatible, local NAT64, 6to4, Teredo) may be any. */
  private static boolean isWrapped(InetAddress address) {
    byte[] b = address.getAddress();
    return address instanceof Inet6Address v6
        && (v6.isIPv4CompatibleAddress()
            || is(b, 0x00, 0x64, 0xff, 0x9b)
            || is(b, 0x20, 0x02)
            || is(b, 0x20, 0x01, 0x00, 0x00));
  }

  private static boolean is(byte[] address, int... beginning) {
    // Four bytes at most: they mean an IPv4 address, or the front of an IPv6 one.
    for (int i = 0; i < beginning.length; i++) {
      if ((address[i] & 0xff) != beginning[i]) {
        return false;
      }
    }
    return true;
  }
}
