/**
 * Distributions in closed form: the Dirichlet over experts, the mixture that is a prediction, and
 * the scores of how ambiguous a task still is.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.density;
