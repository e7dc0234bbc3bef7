package io.mixtide.model.network;

import java.util.Map;

/**
 * Writes input experts and their prior network for another library to read; found by {@link
 * java.util.ServiceLoader}.
 */
public interface NetworkExport {

  /** The format's name on the command line. */
  String format();

  /** The content of every file, by its name, in the order in which they are to be shown. */
  Map<String, byte[]> files(InputNetwork network);
}
