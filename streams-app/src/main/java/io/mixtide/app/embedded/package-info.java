/** A real Kafka broker inside this JVM, for the demo and for tests. */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.embedded;
