package io.licensewatch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.licensewatch.runtime.text.Visible;
import io.licensewatch.schemas.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record as one line of JSON: topic, partition, offset, timestamp (ms since 1970), key, headers, value. */
public final class RecordJson {
    private static final ObjectReader WHOLE_TEXT =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private RecordJson() {}

    public static String line(TopicRecord read) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.put("topic", read.topic());
        line.put("partition", read.partition());
        line.put("offset", read.offset());
        line.put("timestamp", read.timestamp().toEpochMilli());
        line.put("key", read.key());
        ObjectNode headers = line.putObject("headers");
        read.headers().forEach(headers::put);
        line.set("value", value(read.value()));
        return Visible.of(line.toString());
    }

    /** JSON stays JSON; anything else becomes a string. */
    private static @Nullable JsonNode value(@Nullable String text) {
        return text == null ? null : parsed(text).orElseGet(() -> TextNode.valueOf(text));
    }

    static Optional<JsonNode> parsed(String text) {
        try {
            JsonNode node = WHOLE_TEXT.readTree(text);
            return node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
