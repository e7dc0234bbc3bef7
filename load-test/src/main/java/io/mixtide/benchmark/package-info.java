/** How good the models are: tables of the method's variants on tasks whose truth is known. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark;
