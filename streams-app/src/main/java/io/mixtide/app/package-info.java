/**
 * The service: what joins the schemas and the model, and gives them a topology, doors and commands.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app;
