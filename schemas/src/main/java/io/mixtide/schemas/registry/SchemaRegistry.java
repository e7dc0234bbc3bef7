package io.mixtide.schemas.registry;

import org.apache.avro.Schema;

/** Numbers for schemas: a record on a topic carries the number, the registry has the schema. */
public interface SchemaRegistry {

  /**
   * Registers a schema under a subject, or finds it there.
   *
   * @return the schema's id; the same for the same schema, under whatever subject
   * @throws SchemaRejectedException if the registry refuses it, say as incompatible with the
   *     subject's former schema
   * @throws RegistryUnavailableException if there is no answer
   */
  int register(String subject, Schema schema);

  /**
   * Finds a schema under a subject without registering it.
   *
   * @return the schema's id
   * @throws UnknownSchemaException if the subject does not have it
   * @throws RegistryUnavailableException if there is no answer
   */
  int idOf(String subject, Schema schema);

  /**
   * The schema that has an id.
   *
   * @throws UnknownSchemaException if no schema has it, or not an Avro schema
   * @throws RegistryUnavailableException if there is no answer
   */
  Schema byId(int id);
}
