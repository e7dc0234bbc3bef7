/**
 * Releases over a compacted Kafka topic: publishing them in chunks, putting one in force, and
 * following which one is. A release is bytes here; what they mean is the model's business.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.releases;
