package io.mixtide.verify;

import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import io.mixtide.schemas.serde.WireFormat;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Stands for a record in memory: 128 bits of the SHA-256 of its Avro encoding. Equal for records
 * that are equal to the bit, whatever schema they were written with: -0.0 is not 0.0, and a NaN is
 * itself. For one thread.
 */
final class Fingerprint {

  /** A record's fingerprint. */
  record Bits(long high, long low) {}

  // Nothing is registered: the encoding is never read.
  private final WireFormat format = WireFormat.generic(new InMemorySchemaRegistry());
  private final MessageDigest sha;

  Fingerprint() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** The fingerprint of a record as it is now. */
  Bits of(SpecificRecord record) {
    ByteBuffer digest = ByteBuffer.wrap(sha.digest(format.encode(0, record.getSchema(), record)));
    return new Bits(digest.getLong(), digest.getLong());
  }
}
