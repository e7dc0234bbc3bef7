/** The service's settings: what they are, where they come from, and their reference for readers. */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.config;
