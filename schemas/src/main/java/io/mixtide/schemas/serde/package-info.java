/** Avro records to and from bytes in the Confluent wire format, as Kafka serdes. */
@NullMarked
package io.mixtide.schemas.serde;

import org.jspecify.annotations.NullMarked;
