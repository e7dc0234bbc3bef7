/** What is logged, how, and how much of it; all that knows Logback. */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.logging;
