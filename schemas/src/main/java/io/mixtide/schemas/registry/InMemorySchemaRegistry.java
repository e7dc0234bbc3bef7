package io.mixtide.schemas.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * A registry that lives in this process, for tests and for running without a registry of one's own.
 * Ids count from 1 in order of first registration. Safe for use by many threads.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {

  private static final Map<String, InMemorySchemaRegistry> SHARED = new ConcurrentHashMap<>();

  private final List<Schema> schemas = new ArrayList<>();
  private final Map<String, Set<Integer>> subjects = new HashMap<>();

  /** The registry of that name, one per process, made on first use. */
  public static InMemorySchemaRegistry named(String name) {
    return SHARED.computeIfAbsent(name, _ -> new InMemorySchemaRegistry());
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    int index = schemas.indexOf(schema);
    if (index < 0) {
      index = schemas.size();
      schemas.add(schema);
    }
    subjects.computeIfAbsent(subject, _ -> new HashSet<>()).add(index + 1);
    return index + 1;
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    int id = schemas.indexOf(schema) + 1;
    if (!subjects.getOrDefault(subject, Set.of()).contains(id)) {
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
}
