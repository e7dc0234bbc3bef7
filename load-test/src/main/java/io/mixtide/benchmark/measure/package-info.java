/** What every benchmark that takes times has in common. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.measure;
