package io.licensewatch.core;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.licensewatch.schemas.topic.Topics;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the core may know, so that what it decides follows from the source's rows and time alone. */
@AnalyzeClasses(packages = "io.licensewatch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE = "io.licensewatch.core..";

    @ArchTest
    static final ArchRule no_kafka = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.rocksdb..")
            .because("the core is tested and understood without a broker; processors load, call it, store and forward");

    @ArchTest
    static final ArchRule no_logging_or_metrics = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.slf4j..", "ch.qos.logback..", "java.util.logging..", "io.micrometer..", "io.prometheus..")
            .because("the core returns what happened as values, and the shell logs and counts them once");

    @ArchTest
    static final ArchRule no_clock = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Date.class)
            .orShould()
            .accessTargetWhere(target(name("now"))
                    .and(targetOwner(assignableTo(Instant.class)
                            .or(assignableTo(LocalDate.class))
                            .or(assignableTo(LocalDateTime.class))
                            .or(assignableTo(OffsetDateTime.class))
                            .or(assignableTo(ZonedDateTime.class)))))
            .orShould()
            .accessTargetWhere(
                    target(name("currentTimeMillis").or(name("nanoTime"))).and(targetOwner(assignableTo(System.class))))
            .because("the frontier is the only clock: the same input must give the same alerts after every restart");

    @ArchTest
    static final ArchRule no_chance = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, SecureRandom.class)
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .because("ids are functions of what they identify, so that a replay writes the same ones");

    @ArchTest
    static final ArchRule no_io = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, Executor.class, ExecutorService.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("values in, values out: what waits, reads or prints belongs to the shell");

    @ArchTest
    static final ArchRule no_topics = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.licensewatch.schemas.topic..",
                    "io.licensewatch.streams..",
                    "io.licensewatch.http..",
                    "io.licensewatch.query..",
                    "io.licensewatch.runtime..")
            .because("the core decides what is said, the shell where it goes");

    @ArchTest
    static final ArchRule no_cycles = slices().matching("io.licensewatch.core.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package of the core can be read without those that use it");

    @Test
    void the_rules_can_fail() {
        JavaClasses offenders = new ClassFileImporter().importClasses(Offender.class);

        assertThat(List.of(no_logging_or_metrics, no_clock, no_chance, no_topics))
                .allMatch(rule -> rule.evaluate(offenders).hasViolation());
        assertThat(no_clock.evaluate(offenders).getFailureReport().getDetails())
                .as("a call and a method reference")
                .anyMatch(line -> line.contains("Instant.now"))
                .anyMatch(line -> line.contains("currentTimeMillis"));
    }

    /** Does what the core must not. */
    @SuppressWarnings("UnusedVariable")
    private static final class Offender {
        private final Instant time = Instant.now();
        private final LongSupplier millis = System::currentTimeMillis;
        private final String id = UUID.randomUUID().toString();
        private final Logger log = LoggerFactory.getLogger(Offender.class);
        private final Class<?> topics = Topics.class;
    }
}
