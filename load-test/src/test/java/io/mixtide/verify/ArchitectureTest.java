package io.mixtide.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void shouldShareNothingWithTheServiceThatItJudgesButTheModelAndTheContracts() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.mixtide.app.topology..",
            "io.mixtide.app.service..",
            "io.mixtide.app.trainer..",
            "io.mixtide.app.http..",
            "io.mixtide.app.demo..",
            "io.mixtide.app.embedded..",
            "io.mixtide.load..",
            "io.mixtide.benchmark..",
            "org.apache.kafka.streams..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.mixtide.verify"));
  }
}
