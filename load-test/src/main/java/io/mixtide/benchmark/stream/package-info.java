/**
 * What a record costs end to end: services under test, each a process of its own, on one broker.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.stream;
