/** Faults injected into a cluster and a service of several processes, and proof that it held. */
@org.jspecify.annotations.NullMarked
package io.mixtide.chaos;
