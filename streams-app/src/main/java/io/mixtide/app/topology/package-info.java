/**
 * The adaptation topology: what happens to an observation or a request between the topic it arrives
 * on and the topics its results go to. Knows Kafka Streams and the model; knows no HTTP.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.topology;
