/** Whether tasks are still like those that a release was held to: a sequential test. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.drift;
