/** Sends observations from files as if they arrived now. */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.replay;
