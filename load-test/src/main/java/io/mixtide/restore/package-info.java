/** How fast an instance that has lost its state has it again. */
@org.jspecify.annotations.NullMarked
package io.mixtide.restore;
