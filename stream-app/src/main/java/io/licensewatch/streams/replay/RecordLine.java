package io.licensewatch.streams.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as a line of a saved copy: bytes that are UTF-8 as text, so that people can read it, and others in base64.
 *
 * @param keyBytes what is no text; then {@code key} is absent
 * @param valueBytes what is no text; then {@code value} is absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordLine(
        long offset,
        long timestamp,
        @Nullable String key,
        byte @Nullable [] keyBytes,
        @Nullable String value,
        byte @Nullable [] valueBytes,
        @Nullable List<Header> headers) {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Header(String name, byte @Nullable [] value) {}

    static byte[] write(SourceRecord record) throws IOException {
        String key = text(record.key());
        String value = text(record.value());
        List<Header> headers = record.headers().stream()
                .map(header -> new Header(header.name(), header.value()))
                .toList();
        return Json.MAPPER.writeValueAsBytes(new RecordLine(
                record.offset(),
                record.timestamp(),
                key,
                key == null ? record.key() : null,
                value,
                value == null ? record.value() : null,
                headers.isEmpty() ? null : headers));
    }

    static SourceRecord read(String line, String topic, int partition) throws IOException {
        RecordLine read = Json.MAPPER.readValue(line, RecordLine.class);
        List<Header> headers = read.headers() == null ? List.of() : read.headers();
        return new SourceRecord(
                topic,
                partition,
                read.offset(),
                read.timestamp(),
                read.key() == null ? read.keyBytes() : read.key().getBytes(StandardCharsets.UTF_8),
                read.value() == null ? read.valueBytes() : read.value().getBytes(StandardCharsets.UTF_8),
                headers.stream()
                        .map(header -> new SourceRecord.Header(header.name(), header.value()))
                        .toList());
    }

    /** Null of what is none. */
    private static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
