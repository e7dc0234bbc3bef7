package io.mixtide.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MODEL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.mixtide.model");

  @Test
  void shouldKnowNothingOfKafkaAvroOrTheOtherModules() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "org.apache.avro..",
            "io.mixtide.schemas..",
            "io.mixtide.app..",
            "io.mixtide.load..")
        .check(MODEL);
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    slices().matching("io.mixtide.model.(*)..").should().beFreeOfCycles().check(MODEL);
  }

  @Test
  void shouldBuildEachPackageOnLowerOnesAlone() {
    noClasses()
        .that()
        .resideInAPackage("..model.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..model.network..",
            "..model.density..",
            "..model.inference..",
            "..model.training..",
            "..model.evaluation..",
            "..model.release..",
            "..model.data..")
        .check(MODEL);
    noClasses()
        .that()
        .resideInAnyPackage("..model.network..", "..model.density..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..model.inference..",
            "..model.training..",
            "..model.evaluation..",
            "..model.release..")
        .check(MODEL);
    noClasses()
        .that()
        .resideInAPackage("..model.inference..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..model.training..", "..model.evaluation..", "..model.release..")
        .check(MODEL);
  }

  @Test
  void shouldCallTheDriverWithoutKnowingWhatIsComputed() {
    noClasses()
        .that()
        .resideInAPackage("..model.cuda..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..model.kernel..",
            "..model.network..",
            "..model.density..",
            "..model.inference..",
            "..model.engine..",
            "..model.data..")
        .check(MODEL);
    noClasses()
        .that()
        .resideOutsideOfPackages("..model.cuda..", "..model.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..model.cuda..")
        .check(MODEL);
  }

  @Test
  void shouldRetrainWithoutAnyOtherPackageKnowing() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..model.retraining..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..model.retraining..")
        .check(MODEL);
  }

  @Test
  void shouldDrawFromNoHiddenSourceAndReadNoClock() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(SplittableRandom.class)
        .check(MODEL);
  }

  @Test
  void shouldLeaveThreadsToParallelStreams() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(MODEL);
  }
}
