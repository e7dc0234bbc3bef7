/**
 * The product's topics: which there are, creating them, checking that they fit together, and
 * reading them.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.topics;
