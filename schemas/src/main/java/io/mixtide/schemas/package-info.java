/**
 * The contracts of Mixtide's topics: one generated record per topic (from {@code src/main/avro},
 * where every field says its shape, unit and meaning), the topics' names, and lists of numbers that
 * are not boxed.
 */
@NullMarked
package io.mixtide.schemas;

import org.jspecify.annotations.NullMarked;
