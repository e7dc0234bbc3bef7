/** One inference in ND4J and in DL4J, and OpenBLAS' matrix product by way of ND4J. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.kernels.nd4j;
