package io.licensewatch.runtime.topics;

import java.util.Map;

/**
 * A topic as the broker has it.
 *
 * @param config topic-level settings in force, the broker's defaults included
 */
record ExistingTopic(int partitions, Map<String, String> config) {
    ExistingTopic {
        config = Map.copyOf(config);
    }
}
