/** Meta-training: importance-weighted expectation maximisation over many tasks. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.training;
