package io.mixtide.benchmark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses BENCHMARK =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.mixtide.benchmark");

  @Test
  void shouldCompareModelsKnowingNothingOfKafkaOrWhatRunsOnIt() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..benchmark.stream..", "..benchmark.startup..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "org.apache.avro..",
            "io.mixtide.schemas..",
            "io.mixtide.load..",
            "io.mixtide.app.topology..",
            "io.mixtide.app.service..",
            "io.mixtide.app.releases..",
            "io.mixtide.app.topics..",
            "io.mixtide.app.http..")
        .check(BENCHMARK);
  }

  @Test
  void shouldMeasureWithoutKnowingTheData() {
    noClasses()
        .that()
        .resideInAPackage("..benchmark.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..benchmark.data..", "..model.data..")
        .check(BENCHMARK);
  }
}
