/**
 * Pictures as PNG: a task's prediction, lines with spread, grids of images. No display is needed.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.plot;
