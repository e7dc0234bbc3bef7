/**
 * What the page shows: a bounded view of the service's outputs, read from their topics while
 * someone looks, and the course of a task, replayed from its observations.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.dashboard;
