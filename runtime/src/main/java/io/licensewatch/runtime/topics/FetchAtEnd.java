package io.licensewatch.runtime.topics;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * For consumers that read a topic back to its end. There the next fetch is under way already, and the broker keeps it for half a second by
 * default; until then it answers nothing else of that consumer.
 */
public final class FetchAtEnd {
    private static final int WAITS_MS = 10;

    private FetchAtEnd() {}

    /** @param properties of the consumer */
    public static void waitsBriefly(Map<String, Object> properties) {
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, WAITS_MS);
    }
}
