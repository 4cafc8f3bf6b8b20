package io.licensewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.json.Json;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    @Test
    void a_record_is_one_json_object_on_one_line() {
        assertThat(line("k", "{\"a\":\n 1}"))
                .isEqualTo("{\"topic\":\"t\",\"partition\":2,\"offset\":7,\"timestamp\":1500,\"key\":\"k\","
                        + "\"headers\":{\"tenant\":\"x\"},\"value\":{\"a\":1}}");
    }

    @Test
    void no_key_and_no_value_are_null() {
        assertThat(line(null, null)).contains("\"key\":null").endsWith("\"value\":null}");
    }

    @Test
    void a_value_that_is_not_json_becomes_a_string() {
        assertThat(line("k", "{oops")).endsWith("\"value\":\"{oops\"}");
        assertThat(line("k", "1 2")).endsWith("\"value\":\"1 2\"}");
        assertThat(line("k", "")).endsWith("\"value\":\"\"}");
    }

    @Test
    void control_characters_are_escaped_and_the_json_stays_the_same() throws Exception {
        String hostile = "x\n\u001b[2J\u009b\u202e\u2028\u0085 Café";
        String json = Json.MAPPER.writeValueAsString(Map.of("a", hostile));

        assertThat(line(hostile, json)).matches("[ -~é]+").contains("Café");
        assertThat(Json.MAPPER.readTree(line(hostile, json)).at("/value/a").asText())
                .isEqualTo(hostile);
        assertThat(Json.MAPPER.readTree(line(hostile, hostile)).path("value").asText())
                .isEqualTo(hostile);
        assertThat(Json.MAPPER.readTree(line(hostile, hostile)).path("key").asText())
                .isEqualTo(hostile);
    }

    private static String line(@Nullable String key, @Nullable String value) {
        return RecordJson.line(
                new TopicRecord("t", 2, 7, Instant.ofEpochMilli(1500), key, Map.of("tenant", "x"), value));
    }
}
