/** What Logback needs beyond its own classes. */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.logging;
