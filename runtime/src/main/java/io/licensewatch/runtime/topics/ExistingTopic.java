package io.licensewatch.runtime.topics;

import java.util.Map;

/**
 * A topic as it is on the broker.
 *
 * @param config topic-level settings in force, the broker's defaults included
 */
record ExistingTopic(int partitions, Map<String, String> config) {
    ExistingTopic {
        config = Map.copyOf(config);
    }
}
