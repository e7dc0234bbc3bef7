package io.mixtide.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void shouldNameEveryTopicUnderThePrefix() {
    Topics topics = new Topics();

    assertThat(topics.context()).isEqualTo("mixtide.context");
    assertThat(topics.requests()).isEqualTo("mixtide.requests");
    assertThat(topics.posteriors()).isEqualTo("mixtide.posteriors");
    assertThat(topics.predictions()).isEqualTo("mixtide.predictions");
    assertThat(topics.ambiguity()).isEqualTo("mixtide.ambiguity");
    assertThat(topics.taskLog()).isEqualTo("mixtide.task-log");
    assertThat(topics.releases()).isEqualTo("mixtide.releases");
    assertThat(topics.drift()).isEqualTo("mixtide.drift");
    assertThat(topics.shadowScores()).isEqualTo("mixtide.shadow-scores");
    assertThat(topics.deadLetters()).isEqualTo("mixtide.dead-letters");
    assertThat(new Topics("").taskLog()).isEqualTo("task-log");
  }
}
