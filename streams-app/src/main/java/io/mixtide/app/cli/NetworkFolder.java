package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.NetworkExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * A folder that networks are written to, a file for each, by what the build has for the format.
 *
 * @param folder which may be there
 */
record NetworkFolder(Path folder, NetworkExport export) {

  /**
   * The folder that will be written; it is made.
   *
   * @param format which only a build with {@code -Pnd4j} has
   * @throws UserErrorException if it cannot be made, or the format is not built in
   */
  static NetworkFolder at(Path folder, String format) {
    NetworkExport export =
        ServiceLoader.load(NetworkExport.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.format().equals(format))
            .findFirst()
            .orElseThrow(() ->
                new UserErrorException(
                    "%s is not built in; start with MIXTIDE_MAVEN_ARGS=-Pnd4j in the environment to build it in"
                        .formatted(format)));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be made a folder (%s); name another".formatted(folder, e), e);
    }
    return new NetworkFolder(folder, export);
  }

  /**
   * Writes the networks. Files of the same names are replaced.
   *
   * @return how many bytes
   * @throws UserErrorException if they cannot be written
   */
  long write(InputNetwork network) {
    long size = 0;
    for (Map.Entry<String, byte[]> file : export.files(network).entrySet()) {
      size +=
          OutputFile.at("the file", folder.resolve(file.getKey()))
              .write(path -> Files.write(path, file.getValue()));
    }
    return size;
  }
}
