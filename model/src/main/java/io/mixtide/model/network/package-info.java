/**
 * The networks: dense layers with hand-written gradients, and the two halves of the process, shared
 * experts and prior network.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.network;
