/** How many inferences a second every engine makes, by batch, beside what the hardware could. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.engines;
