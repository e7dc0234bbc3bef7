/** The demonstration: everything in one JVM, on real observations of Beijing's air. */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.demo;
