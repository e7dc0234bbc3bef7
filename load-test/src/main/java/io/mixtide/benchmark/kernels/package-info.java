/** How fast one inference is, beside the same function on other libraries. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.kernels;
