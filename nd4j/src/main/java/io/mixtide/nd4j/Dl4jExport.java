package io.mixtide.nd4j;

import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Mlp;
import io.mixtide.model.network.NetworkExport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A release's networks as the files of DL4J's computation graphs, one of dense layers for each:
 * {@code experts.zip}, {@code embedding.zip} and {@code head.zip}, whose inputs and outputs are
 * those of {@link InputNetwork}.
 */
public final class Dl4jExport implements NetworkExport {

  /** Public for the service loader. */
  public Dl4jExport() {}

  @Override
  public String format() {
    return "dl4j";
  }

  @Override
  public Map<String, byte[]> files(InputNetwork network) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("experts.zip", file(network.trunk()));
    files.put("embedding.zip", file(network.embedding()));
    files.put("head.zip", file(network.head()));
    return files;
  }

  private static byte[] file(Mlp network) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      // There is no updater's state: nothing was trained in DL4J.
      ModelSerializer.writeModel(Dl4jGraphs.of(network), bytes, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
