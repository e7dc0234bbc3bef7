/** How long the service takes from the start of its process until it answers. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.startup;
