/**
 * The client of a schema registry: Confluent's REST interface over HTTP, or a registry in memory.
 */
@NullMarked
package io.mixtide.schemas.registry;

import org.jspecify.annotations.NullMarked;
