package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.json.Json;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.Jetty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in target/dist/lib, which the images copy. After {@code package}, so not a unit test. */
class DistributionIT {
    /** No code of ours or of the engine starts these. */
    private static final Pattern IDLE =
            Pattern.compile("(jersey|hk2|jakarta\\.(ws|servlet)|jetty-(ee|client|session|security)|swagger|classgraph"
                    + "|jaxb|activation|javassist|connect-file).*");

    @ParameterizedTest
    @ValueSource(strings = {"cdc", "stream-app", "worker", "console"})
    void the_bill_of_materials_lists_exactly_what_is_there(String module) throws IOException {
        Set<String> listed = new TreeSet<>();
        JsonNode bill = Json.MAPPER.readTree(
                Repository.here().path(module + "/target/bom.json").toFile());
        bill.path("components").forEach(component -> listed.add(jar(component)));
        listed.add(jar(bill.at("/metadata/component")));

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(listed).isEqualTo(new TreeSet<>(jars(module)));
    }

    @Test
    void nothing_is_in_the_image_of_cdc_that_nobody_starts() {
        assertThat(jars("cdc")).contains("jetty-server-" + Jetty.VERSION + ".jar");
        assertThat(jars("cdc")).noneMatch(jar -> IDLE.matcher(jar).matches());
    }

    private static String jar(JsonNode component) {
        return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
    }

    private static List<String> jars(String module) {
        File lib = Repository.here().path(module + "/target/dist/lib").toFile();
        return Arrays.asList(Objects.requireNonNull(lib.list(), "mvn package makes it"));
    }
}
