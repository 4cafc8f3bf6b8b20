package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskDriverTest {
    @TempDir
    private Path stateDir;

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind("reference", LicensewatchTopology::referenceTask),
                kind("tenant", LicensewatchTopology::tenantTask),
                kind("system", LicensewatchTopology::systemTask));
    }

    private static Arguments kind(String name, Function<LicensewatchTopology, TaskDriver> task) {
        return Arguments.of(name, task);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_record_before_init_is_a_bug_and_is_reported_as_one(
            String kind, Function<LicensewatchTopology, TaskDriver> task) {
        TaskDriver driver = task.apply(
                TopologyFixture.wired(TopologyFixture.settings(stateDir), new SimpleMeterRegistry(), () -> 0));

        assertThatThrownBy(() -> driver.process(new Record<>(new byte[0], new byte[0], 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a task of kind " + kind + " received a record before init");
    }
}
