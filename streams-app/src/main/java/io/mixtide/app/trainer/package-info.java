/**
 * The meta-trainer: logged tasks are kept on disk, train the release in force further, and what
 * passes the gate is put in force in its place.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.trainer;
