@org.jspecify.annotations.NullMarked
package io.mixtide.load;
