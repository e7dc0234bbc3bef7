/**
 * Real Kafka brokers, inside this JVM or made ready to be processes, and a schema registry: for the
 * demo, for tests and for the injection of faults.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.embedded;
