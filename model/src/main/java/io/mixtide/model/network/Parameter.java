package io.mixtide.model.network;

/**
 * One named array of parameters.
 *
 * @param name as in the state of the equivalent PyTorch module: {@code trunk.0.weight}
 * @param values the parameters themselves, not a copy
 * @param in inputs of the layer, or 0 for a bias
 * @param out outputs of the layer
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the layer it belongs to
public record Parameter(String name, float[] values, int in, int out) {}
