/** Where every random draw comes from. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.random;
