package io.mixtide.app.plot;

import java.awt.Color;
import java.awt.Paint;
import org.jfree.chart.renderer.PaintScale;

/**
 * The perceptually even colour map viridis, dark blue to yellow, from 0 to a highest value; what is
 * beyond has the colour of the end.
 *
 * <p>The colours are every 17th of the 256 that matplotlib's {@code _cm_listed.py} lists (Nathaniel
 * J. Smith, Stefan van der Walt and Eric Firing, CC0), with straight lines in between.
 *
 * @param highest the value of the last colour, positive
 */
record Viridis(double highest) implements PaintScale {
  private static final int[] COLOURS = {
    0x440154, 0x481A6C, 0x472F7D, 0x414487, 0x39568C, 0x31688E, 0x2A788E, 0x23888E,
    0x1F988B, 0x22A884, 0x35B779, 0x54C568, 0x7AD151, 0xA5DB36, 0xD2E21B, 0xFDE725
  };

  /** The colour of a value, {@code 0xRRGGBB}. */
  int rgb(double value) {
    double place = Math.clamp(value / highest, 0, 1) * (COLOURS.length - 1);
    int below = Math.min((int) place, COLOURS.length - 2);
    double share = place - below;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double low = COLOURS[below] >> shift & 0xFF;
      double high = COLOURS[below + 1] >> shift & 0xFF;
      rgb |= (int) Math.round(low + share * (high - low)) << shift;
    }
    return rgb;
  }

  @Override
  public double getLowerBound() {
    return 0;
  }

  @Override
  public double getUpperBound() {
    return highest;
  }

  @Override
  public Paint getPaint(double value) {
    return new Color(rgb(value));
  }
}
