/** Engines: what a batch of tasks is inferred on, the processor or a graphics card. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.engine;
