/**
 * The command line: the program, what all its commands share, and the commands that need no more.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.cli;
