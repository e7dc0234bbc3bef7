/**
 * Proof, from the topics of a run, that every observation was counted once and that every output
 * can be computed again to the bit. An oracle of its own: it shares the model and the contracts
 * with the service, and none of the logic that it judges.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.verify;
