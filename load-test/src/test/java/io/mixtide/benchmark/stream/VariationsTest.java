package io.mixtide.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariationsTest {
  private static final StreamPlan PLAN = new StreamPlan(2, 2, 3, 0, 1, 0, 100, Duration.ZERO, 1, 7);
  private static final Candidate BASE =
      new Candidate(
          ServiceKind.MIXTIDE, "", PLAN, List.of("-XX:+UseG1GC"), Map.of("linger.ms", "50"));

  @Test
  void shouldVaryOneThingAtATime() {
    Map<String, String> varied = new LinkedHashMap<>();
    varied.put("linger.ms", "0,20");
    varied.put("gc", "Z");
    varied.put("threads", "1");
    varied.put("partitions", "8");

    List<Candidate> all = Variations.of(BASE, varied);

    assertThat(all)
        .extracting(Candidate::name)
        .containsExactly(
            "mixtide",
            "mixtide linger.ms=0",
            "mixtide linger.ms=20",
            "mixtide gc=Z",
            "mixtide threads=1",
            "mixtide partitions=8");
    assertThat(all.getFirst()).isEqualTo(BASE);
    assertThat(all.get(2).settings()).isEqualTo(Map.of("linger.ms", "20"));
    assertThat(all.get(3).jvmFlags()).containsExactly("-XX:+UseZGC");
    assertThat(all.get(3).settings()).isEqualTo(BASE.settings());
    assertThat(all.get(4).plan()).isEqualTo(PLAN.on(2, 1));
    assertThat(all.get(5).plan()).isEqualTo(PLAN.on(8, 2));
    assertThat(all).extracting(Candidate::id).allMatch(id -> id.matches("[a-zA-Z0-9._-]+"));
  }
}
