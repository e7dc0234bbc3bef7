/** Release files: one immutable trained model with its provenance, scores and thresholds. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.release;
