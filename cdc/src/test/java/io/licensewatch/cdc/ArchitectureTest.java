package io.licensewatch.cdc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Which package of cdc may know what. */
@AnalyzeClasses(packages = "io.licensewatch.cdc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CDC = "io.licensewatch.cdc.";

    @ArchTest
    static final ArchRule no_cycles = slices().matching(CDC + "(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package can be read without those that use it");

    @ArchTest
    static final ArchRule nothing_knows_the_process = noClasses()
            .that()
            .resideInAPackage(CDC + "*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.licensewatch.cdc")
            .because("commands and wiring are at the top; whatever they wire is tested without them");

    @ArchTest
    static final ArchRule debezium_in_one_place = noClasses()
            .that()
            .resideOutsideOfPackages(CDC + "debezium..", CDC + "encode..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.debezium..")
            .because("a new Debezium version is met in two places: how the engine is run, and the types of its values");

    @ArchTest
    static final ArchRule producers_in_one_place = noClasses()
            .that()
            .resideOutsideOfPackage(CDC + "sink..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Producer.class, KafkaProducer.class, ProducerConfig.class)
            .because("exactly-once rests on one transaction per batch; other packages only make records");

    @ArchTest
    static final ArchRule translation_does_no_io = noClasses()
            .that()
            .resideInAnyPackage(CDC + "translate..", CDC + "encode..", CDC + "snapshot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.clients.consumer..", "org.apache.kafka.clients.admin..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Connection.class, Statement.class, ResultSet.class)
            .because("what a batch becomes is a function of its events, and a simulation runs it without a server");

    @ArchTest
    static final ArchRule the_source_knows_no_kafka = noClasses()
            .that()
            .resideInAnyPackage(CDC + "source..", CDC + "preflight..", CDC + "prepare..", CDC + "runbook..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.kafka..").or(resideInAPackage("io.debezium..")))
            .because("the worker and the commands read a source that nothing is streamed from");
}
