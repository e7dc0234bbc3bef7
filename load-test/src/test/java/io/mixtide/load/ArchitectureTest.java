package io.mixtide.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void shouldUseOnlyTheDoorsThatAUserHas() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.mixtide.model..",
            "io.mixtide.app.topology..",
            "io.mixtide.app.service..",
            "io.mixtide.app.releases..",
            "io.mixtide.app.http..",
            "org.apache.kafka.streams..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.mixtide.load", "io.mixtide.chaos"));
  }
}
