/** The training step of input experts written in ND4J, to compare speeds with. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.training.nd4j;
