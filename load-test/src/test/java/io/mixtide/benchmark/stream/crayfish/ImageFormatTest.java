package io.mixtide.benchmark.stream.crayfish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageFormatTest {
  private static final float[] IMAGE = {0, 0.5f, 0.33333334f};

  @ParameterizedTest
  @EnumSource
  void shouldReadTheImageThatItWrote(ImageFormat format) {
    assertThat(format.image(format.event(IMAGE))).containsExactly(IMAGE);
  }

  @Test
  void shouldWriteJsonAsCrayfishDoes() {
    String start =
        "{\"creationTimestamp\":1700000000000,\"dataPointSz1\":1,\"dataPointSz2\":3,"
            + "\"dataPoint\":\"0.0,0.5,0.33333334,\",\"prediction\":";
    assertThat(new String(ImageFormat.JSON.event(IMAGE), UTF_8)).isEqualTo(start + "null}");
    assertThat(new String(ImageFormat.JSON.answer(IMAGE, new float[] {-1.25f, 3e-9f}), UTF_8))
        .isEqualTo(start + "\"[[-1.25, 3.0E-9]]\"}");
  }
}
