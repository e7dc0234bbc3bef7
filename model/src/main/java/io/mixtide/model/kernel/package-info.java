/**
 * The numeric kernels: one product, a few element-wise functions, on the Vector API and in scalar
 * Java, with the same bits from both.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.kernel;
