package dev.flinkoperator.jar;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Makes a host name into addresses. */
@FunctionalInterface
interface Resolver {
  /** Asks the system. */
  Resolver SYSTEM = InetAddress::getAllByName;

  InetAddress[] resolve(String host) throws UnknownHostException;
}
