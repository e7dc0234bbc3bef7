package io.mixtide.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** The schemas as they were released, a directory of files for each version, from 1. */
final class ReleasedSchemas {

  private static final Path DIRECTORY = Path.of("src/test/resources/io/mixtide/schemas/released");

  private ReleasedSchemas() {}

  /** The versions there are, in order. */
  static List<Integer> versions() throws IOException {
    try (Stream<Path> directories = Files.list(DIRECTORY)) {
      return directories.map(d -> Integer.valueOf(d.getFileName().toString())).sorted().toList();
    }
  }

  /** The schemas of one version that have a file of their own, by full name. */
  static Map<String, Schema> of(int version) throws IOException {
    Path directory = DIRECTORY.resolve(Integer.toString(version));
    SchemaParser parser = new SchemaParser();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        parser.parse(file);
      }
    }
    return parser.getParsedNamedSchemas().stream()
        .filter(schema -> Files.exists(directory.resolve(schema.getName() + ".avsc")))
        .collect(Collectors.toMap(Schema::getFullName, schema -> schema));
  }
}
