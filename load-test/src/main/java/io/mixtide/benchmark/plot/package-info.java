/** Pictures of what benchmarks printed as JSON. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.plot;
