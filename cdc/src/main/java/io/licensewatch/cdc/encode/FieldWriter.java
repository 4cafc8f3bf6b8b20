package io.licensewatch.cdc.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.Timestamp;
import io.debezium.time.ZonedTimestamp;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Writes a non-null column value as the envelope holds it. The types of Postgres are translated here and nowhere else:
 * {@code date} to days since 1970-01-01, {@code timestamptz} to ISO-8601 UTC, {@code timestamp} likewise, read as UTC;
 * both to {@code "infinity"} and {@code "-infinity"}; {@code jsonb}, {@code uuid} and {@code numeric} to strings, arrays
 * to arrays.
 */
@FunctionalInterface
interface FieldWriter {
    String INFINITY = "infinity";
    String MINUS_INFINITY = "-infinity";

    void write(Object value, JsonGenerator out) throws IOException;

    static FieldWriter of(Schema schema) {
        return switch (schema.name() == null ? "" : schema.name()) {
            case PostgresDates.SCHEMA_NAME -> FieldWriter::date;
            case MicroTimestamp.SCHEMA_NAME -> (value, out) -> timestamp((Long) value, 1_000_000, out);
            case Timestamp.SCHEMA_NAME -> (value, out) -> timestamp((Long) value, 1_000, out);
            // a ZonedTimestamp says "infinity" by itself
            case ZonedTimestamp.SCHEMA_NAME -> (value, out) -> out.writeString((String) value);
            default -> plain(schema);
        };
    }

    private static FieldWriter plain(Schema schema) {
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> (value, out) -> out.writeNumber(((Number) value).longValue());
            case FLOAT32 -> (value, out) -> out.writeNumber((Float) value);
            case FLOAT64 -> (value, out) -> out.writeNumber((Double) value);
            case BOOLEAN -> (value, out) -> out.writeBoolean((Boolean) value);
            case STRING -> (value, out) -> out.writeString((String) value);
            case BYTES -> FieldWriter::bytes;
            case ARRAY -> array(of(schema.valueSchema()));
            case MAP -> map(of(schema.valueSchema()));
            case STRUCT -> FieldWriter::struct;
        };
    }

    private static void date(Object value, JsonGenerator out) throws IOException {
        int days = (Integer) value;
        if (days == PostgresDates.INFINITY) {
            out.writeString(INFINITY);
        } else if (days == PostgresDates.MINUS_INFINITY) {
            out.writeString(MINUS_INFINITY);
        } else {
            out.writeNumber(days);
        }
    }

    private static void timestamp(long sinceEpoch, long perSecond, JsonGenerator out) throws IOException {
        if (sinceEpoch == PGStatement.DATE_POSITIVE_INFINITY || sinceEpoch == Long.MAX_VALUE) {
            out.writeString(INFINITY);
            return;
        }
        if (sinceEpoch == PGStatement.DATE_NEGATIVE_INFINITY || sinceEpoch == Long.MIN_VALUE) {
            out.writeString(MINUS_INFINITY);
            return;
        }
        Instant instant = Instant.ofEpochSecond(
                Math.floorDiv(sinceEpoch, perSecond),
                Math.floorMod(sinceEpoch, perSecond) * (1_000_000_000 / perSecond));
        out.writeString(instant.toString());
    }

    private static void bytes(Object value, JsonGenerator out) throws IOException {
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            out.writeBinary(copy);
        } else if (value instanceof BigDecimal decimal) {
            out.writeString(decimal.toPlainString());
        } else {
            out.writeBinary((byte[]) value);
        }
    }

    private static FieldWriter array(FieldWriter element) {
        return (value, out) -> {
            out.writeStartArray();
            for (Object item : (Collection<?>) value) {
                writeNullable(element, item, out);
            }
            out.writeEndArray();
        };
    }

    private static FieldWriter map(FieldWriter element) {
        return (value, out) -> {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                writeNullable(element, entry.getValue(), out);
            }
            out.writeEndObject();
        };
    }

    private static void struct(Object value, JsonGenerator out) throws IOException {
        Struct struct = (Struct) value;
        out.writeStartObject();
        for (Field field : struct.schema().fields()) {
            out.writeFieldName(field.name());
            writeNullable(of(field.schema()), struct.getWithoutDefault(field.name()), out);
        }
        out.writeEndObject();
    }

    private static void writeNullable(FieldWriter writer, @Nullable Object value, JsonGenerator out)
            throws IOException {
        if (value == null) {
            out.writeNull();
        } else {
            writer.write(value, out);
        }
    }
}
