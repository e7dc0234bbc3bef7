package io.mixtide.model.training;

import io.mixtide.model.network.Parameter;
import java.util.List;

/**
 * All that a training goes on from: with the same settings and tasks, what follows is the same to
 * the bit as if it had never stopped. Draws need no place here, for each step's are seeded by its
 * number.
 *
 * @param step steps done, at least 1
 * @param parameters copies of the network's parameters, in their order
 * @param mean Adam's running means of the gradients, likewise
 * @param square Adam's running squares, likewise
 */
public record TrainingState(
    int step, List<Parameter> parameters, List<Parameter> mean, List<Parameter> square) {}
