/**
 * What the tests run on: a Kafka broker and a schema registry, in Docker or without, and the
 * contract that every registry is held to.
 */
@NullMarked
package io.mixtide.app.stack;

import org.jspecify.annotations.NullMarked;
