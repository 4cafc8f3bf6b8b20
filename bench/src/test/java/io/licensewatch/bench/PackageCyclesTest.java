package io.licensewatch.bench;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Of all modules: this is the only one that has them all on its class path. */
@AnalyzeClasses(
        packages = "io.licensewatch",
        importOptions = {ImportOption.DoNotIncludeTests.class, PackageCyclesTest.NoTestJars.class})
class PackageCyclesTest {
    @ArchTest
    static final ArchRule no_cycles = slices().matching("io.licensewatch.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package can be read, tested and changed without those that use it");

    @ArchTest
    static void every_module_is_checked(JavaClasses classes) {
        assertThat(classes.stream()
                        .map(type -> type.getPackageName().split("\\.", -1)[2])
                        .distinct())
                .contains(
                        "schemas",
                        "core",
                        "runtime",
                        "control",
                        "cli",
                        "embedded",
                        "cdc",
                        "worker",
                        "streams",
                        "console",
                        "local",
                        "bench");
    }

    /** As {@code mvn verify} has them on the class path. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
