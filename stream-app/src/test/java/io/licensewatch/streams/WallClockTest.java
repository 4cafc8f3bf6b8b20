package io.licensewatch.streams;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.licensewatch.streams", importOptions = ImportOption.DoNotIncludeTests.class)
class WallClockTest {
    @ArchTest
    static final ArchRule one_wall_clock = noClasses()
            .that()
            .resideInAPackage("io.licensewatch.streams..")
            .and()
            .doNotHaveFullyQualifiedName("io.licensewatch.streams.metrics.WallClock")
            .should()
            .accessTargetWhere(target(name("now")).and(targetOwner(resideInAPackage("java.time.."))))
            .orShould()
            .accessTargetWhere(target(name("currentTimeMillis")).and(targetOwner(assignableTo(System.class))))
            .because(
                    "only what watches the feed from outside may ask what time it is here, and it does so in one place");
}
