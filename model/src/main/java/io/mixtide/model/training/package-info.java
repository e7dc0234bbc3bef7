/** Meta-training over many tasks: expectation maximisation, and simpler objectives beside it. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.training;
