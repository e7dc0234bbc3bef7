/** The HTTP server: health, metrics and what else the service answers, one class per resource. */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.http;
