/**
 * NVIDIA's driver through its C interface: devices, memory, streams and kernels. Knows nothing of
 * what is computed.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.cuda;
