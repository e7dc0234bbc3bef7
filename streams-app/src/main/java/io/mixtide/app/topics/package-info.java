/** The product's topics: which there are, creating them, and checking that they fit together. */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.topics;
