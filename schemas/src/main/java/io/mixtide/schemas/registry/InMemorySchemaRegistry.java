package io.mixtide.schemas.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * A registry that lives in this process, for tests and for running without a registry of one's own.
 * Ids count from 1 in order of first registration. As with a registry left as it was installed, a
 * subject's next schema must be able to read what its latest one wrote. Safe for use by many
 * threads.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {

  private static final Map<String, InMemorySchemaRegistry> SHARED = new ConcurrentHashMap<>();

  private final List<Schema> schemas = new ArrayList<>();
  private final Map<String, List<Integer>> subjects = new HashMap<>();

  /** The registry of that name, one per process, made on first use. */
  public static InMemorySchemaRegistry named(String name) {
    return SHARED.computeIfAbsent(name, _ -> new InMemorySchemaRegistry());
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    List<Integer> versions = subjects.computeIfAbsent(subject, _ -> new ArrayList<>());
    int id = schemas.indexOf(schema) + 1;
    if (versions.contains(id)) {
      return id;
    }
    if (!versions.isEmpty()) {
      requireThatItReads(byId(versions.getLast()), subject, schema);
    }
    if (id == 0) {
      schemas.add(schema);
      id = schemas.size();
    }
    versions.add(id);
    return id;
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    int id = schemas.indexOf(schema) + 1;
    if (!subjects.getOrDefault(subject, List.of()).contains(id)) {
      throw new UnknownSchemaException(
          "Subject '%s' has no such schema as %s.".formatted(subject, schema.getFullName()));
    }
    return id;
  }

  @Override
  public synchronized Schema byId(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new UnknownSchemaException("The registry has no schema with id %d.".formatted(id));
    }
    return schemas.get(id - 1);
  }

  private static void requireThatItReads(Schema latest, String subject, Schema schema) {
    SchemaPairCompatibility pair =
        SchemaCompatibility.checkReaderWriterCompatibility(schema, latest);
    if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw new SchemaRejectedException(
          "The registry refuses schema %s under subject '%s': it cannot read what the latest one there wrote, %s."
              .formatted(
                  schema.getFullName(),
                  subject,
                  pair.getResult().getIncompatibilities().stream()
                      .map(i -> "%s at %s".formatted(i.getType(), i.getLocation()))
                      .collect(Collectors.joining(", "))));
    }
  }
}
