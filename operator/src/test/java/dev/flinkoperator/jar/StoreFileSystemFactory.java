package dev.flinkoperator.jar;

import java.net.URI;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** A plugin as Flink loads it, whose object store is the local disk. */
public final class StoreFileSystemFactory implements FileSystemFactory {

  @Override
  public String getScheme() {
    return "store";
  }

  @Override
  public FileSystem create(URI uri) {
    return new LocalFileSystem();
  }
}
