package io.licensewatch.cdc.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.Timestamp;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGStatement;

/** A column may have any type of Postgres; each is written as the envelope says. */
class FieldWriterTest {
    @Test
    void numbers_and_texts_are_what_they_are() throws IOException {
        assertThat(json(Schema.INT16_SCHEMA, (short) -5)).isEqualTo("-5");
        assertThat(json(Schema.INT64_SCHEMA, Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(json(Schema.FLOAT32_SCHEMA, 1.5f)).isEqualTo("1.5");
        assertThat(json(Schema.FLOAT64_SCHEMA, -0.25)).isEqualTo("-0.25");
        assertThat(json(Schema.BOOLEAN_SCHEMA, true)).isEqualTo("true");
        assertThat(json(Schema.STRING_SCHEMA, "a\"b")).isEqualTo("\"a\\\"b\"");
    }

    @Test
    void times_of_either_unit_are_utc_also_before_1970() throws IOException {
        Schema millis = Timestamp.builder().build();
        Schema micros = MicroTimestamp.builder().build();
        assertThat(json(millis, 1_773_136_800_123L)).isEqualTo("\"2026-03-10T10:00:00.123Z\"");
        assertThat(json(micros, 1_773_136_800_123_456L)).isEqualTo("\"2026-03-10T10:00:00.123456Z\"");
        assertThat(json(millis, -1L)).isEqualTo("\"1969-12-31T23:59:59.999Z\"");
        assertThat(json(micros, -1L)).isEqualTo("\"1969-12-31T23:59:59.999999Z\"");
    }

    @Test
    void infinity_is_a_word_whichever_way_it_comes() throws IOException {
        for (Schema schema : new Schema[] {
            Timestamp.builder().build(), MicroTimestamp.builder().build()
        }) {
            assertThat(json(schema, PGStatement.DATE_POSITIVE_INFINITY)).isEqualTo("\"infinity\"");
            assertThat(json(schema, Long.MAX_VALUE)).isEqualTo("\"infinity\"");
            assertThat(json(schema, PGStatement.DATE_NEGATIVE_INFINITY)).isEqualTo("\"-infinity\"");
            assertThat(json(schema, Long.MIN_VALUE)).isEqualTo("\"-infinity\"");
        }
        Schema date = SchemaBuilder.int32().name(PostgresDates.SCHEMA_NAME).build();
        assertThat(json(date, 20_454)).isEqualTo("20454");
        assertThat(json(date, PostgresDates.INFINITY)).isEqualTo("\"infinity\"");
        assertThat(json(date, PostgresDates.MINUS_INFINITY)).isEqualTo("\"-infinity\"");
    }

    @Test
    void bytes_are_base64_and_a_decimal_a_text_without_an_exponent() throws IOException {
        byte[] bytes = {1, 2, (byte) 0xFF};
        assertThat(json(Schema.BYTES_SCHEMA, bytes)).isEqualTo("\"AQL/\"");
        ByteBuffer part = ByteBuffer.wrap(new byte[] {9, 1, 2, (byte) 0xFF}, 1, 3);
        assertThat(json(Schema.BYTES_SCHEMA, part)).isEqualTo("\"AQL/\"");
        assertThat(part.remaining()).as("it can be read again").isEqualTo(3);
        assertThat(json(Decimal.schema(-3), new BigDecimal("5E+3"))).isEqualTo("\"5000\"");
    }

    @Test
    void arrays_maps_and_composites_hold_nulls_and_each_other() throws IOException {
        assertThat(json(SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build(), Arrays.asList(1, null)))
                .isEqualTo("[1,null]");
        Map<String, @Nullable String> map = new LinkedHashMap<>();
        map.put("a", "x");
        map.put("b", null);
        assertThat(json(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                                .build(),
                        map))
                .isEqualTo("{\"a\":\"x\",\"b\":null}");
        Schema point = SchemaBuilder.struct()
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                .build();
        Struct half = new Struct(point).put("x", 0.5);
        assertThat(json(point, half)).isEqualTo("{\"x\":0.5,\"wkb\":null}");
        assertThat(json(SchemaBuilder.array(point).build(), List.of(half, half)))
                .isEqualTo("[{\"x\":0.5,\"wkb\":null},{\"x\":0.5,\"wkb\":null}]");
        Schema texts =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
        assertThat(json(SchemaBuilder.array(texts).build(), List.of(Map.of("a", "x"), Map.of("b", "y"))))
                .isEqualTo("[{\"a\":\"x\"},{\"b\":\"y\"}]");
    }

    private static String json(Schema schema, Object value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            FieldWriter.of(schema).write(value, out);
        }
        return text.toString();
    }
}
