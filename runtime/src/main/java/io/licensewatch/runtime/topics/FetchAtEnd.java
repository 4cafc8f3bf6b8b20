package io.licensewatch.runtime.topics;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Settings for consumers that read a topic to its end. At the end the next fetch is already in flight, and by default the broker
 * holds it for half a second; until then the broker answers no other request of that consumer.
 */
public final class FetchAtEnd {
    private static final int WAITS_MS = 10;

    private FetchAtEnd() {}

    /** @param properties properties of the consumer */
    public static void waitsBriefly(Map<String, Object> properties) {
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, WAITS_MS);
    }
}
