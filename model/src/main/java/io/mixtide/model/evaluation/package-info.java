/** How good a model is on tasks that it was not trained on. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.evaluation;
