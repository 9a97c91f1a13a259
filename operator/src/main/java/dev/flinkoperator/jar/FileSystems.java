package dev.flinkoperator.jar;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** The file systems the operator can read, besides web servers. */
@FunctionalInterface
public interface FileSystems {

  /**
   * @param file with a scheme and a path
   * @throws IOException there is no such file, it may not be read, or no file system of this scheme
   */
  InputStream open(URI file) throws IOException;
}
