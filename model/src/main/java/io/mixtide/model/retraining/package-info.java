/** A release trained further on logged tasks, and the gate that it must pass. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.retraining;
