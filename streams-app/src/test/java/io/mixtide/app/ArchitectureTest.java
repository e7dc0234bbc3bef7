package io.mixtide.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mixtide.app.topology.RocksDbMemory;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses APP =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.mixtide.app");

  @Test
  void shouldAdaptTasksWithoutKnowingWhoAsks() {
    shouldNotKnow(
        "topology",
        "io.mixtide.app.http..",
        "io.mixtide.app.cli..",
        "io.mixtide.app.service..",
        "io.mixtide.app.demo..",
        "io.mixtide.app.releases..",
        "io.mixtide.app.embedded..",
        "io.javalin..");
  }

  @Test
  void shouldAnswerHttpWithoutKnowingHowTheServiceIsRun() {
    shouldNotKnow(
        "http",
        "io.mixtide.app.cli..",
        "io.mixtide.app.demo..",
        "io.mixtide.app.embedded..",
        "io.mixtide.app.service..");
  }

  @Test
  void shouldLookAtTheOutputsWithoutKnowingWhoShowsThem() {
    shouldNotKnow(
        "dashboard",
        "io.mixtide.app.http..",
        "io.mixtide.app.cli..",
        "io.mixtide.app.service..",
        "io.mixtide.app.demo..",
        "io.mixtide.app.releases..",
        "io.mixtide.app.embedded..");
  }

  @Test
  void shouldMoveReleasesAndTopicsWithoutKnowingTheModel() {
    for (String part : new String[] {"releases", "topics", "config", "deadletters", "embedded"}) {
      shouldNotKnow(part, "io.mixtide.model..");
    }
  }

  @Test
  void shouldTrainWithoutKnowingTheServiceOrItsUsers() {
    shouldNotKnow(
        "trainer",
        "io.mixtide.app.http..",
        "io.mixtide.app.cli..",
        "io.mixtide.app.service..",
        "io.mixtide.app.demo..",
        "io.mixtide.app.topology..",
        "io.mixtide.app.embedded..");
    noClasses()
        .that()
        .resideOutsideOfPackage("io.mixtide.app.trainer..")
        // Kafka Streams has its stores; this bounds their memory.
        .and()
        .doNotBelongToAnyOf(RocksDbMemory.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.rocksdb..")
        .check(APP);
  }

  @Test
  void shouldDrawWithoutKnowingMoreThanTheModel() {
    noClasses()
        .that()
        .resideInAPackage("io.mixtide.app.plot..")
        .should(
            dependOnClassesThat(
                resideInAPackage("io.mixtide..")
                    .and(
                        resideOutsideOfPackages(
                            "io.mixtide.app", "io.mixtide.app.plot..", "io.mixtide.model.."))))
        .check(APP);
    shouldNotKnow("plot", "org.apache.kafka..", "io.javalin..", "picocli..");
  }

  @Test
  void shouldDrawPicturesInOnePlace() {
    onlyIn("plot", "java.awt..", "javax.imageio..", "org.jfree..");
  }

  @Test
  void shouldProcessStreamsInOnePlace() {
    onlyIn("topology", "org.apache.kafka.streams.processor..");
  }

  @Test
  void shouldParseCommandLinesInOnePlace() {
    onlyIn("cli", "picocli..");
  }

  @Test
  void shouldServeHttpInOnePlace() {
    onlyIn("http", "io.javalin..", "org.eclipse.jetty..");
  }

  @Test
  void shouldStartBrokersInOnePlace() {
    onlyIn("embedded", "kafka..", "org.apache.kafka.metadata..", "org.apache.kafka.server..");
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    slices().matching("io.mixtide.app.(*)..").should().beFreeOfCycles().check(APP);
  }

  @Test
  void shouldSpeakToTheUserInOnePlace() {
    JavaClasses others = APP.that(resideOutsideOfPackage("io.mixtide.app.cli.."));
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(others);
    noClasses().should(callMethod(Throwable.class, "printStackTrace")).check(others);
  }

  private static void shouldNotKnow(String part, String... packages) {
    noClasses()
        .that()
        .resideInAPackage("io.mixtide.app.%s..".formatted(part))
        .should(dependOnClassesThat(resideInAnyPackage(packages)))
        .check(APP);
  }

  private static void onlyIn(String part, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.mixtide.app.%s..".formatted(part))
        .should(dependOnClassesThat(resideInAnyPackage(packages)))
        .check(APP);
  }
}
