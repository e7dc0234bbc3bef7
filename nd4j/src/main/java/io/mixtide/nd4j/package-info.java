/** What Mixtide has of ND4J and DL4J: an engine, and releases as graphs. */
@org.jspecify.annotations.NullMarked
package io.mixtide.nd4j;
