/** Processes of this program's kind that others start, watch and harm. */
@org.jspecify.annotations.NullMarked
package io.mixtide.process;
