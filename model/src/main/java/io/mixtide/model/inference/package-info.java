/** Adaptation of one task, one observation at a time, at a cost that does not grow. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.inference;
