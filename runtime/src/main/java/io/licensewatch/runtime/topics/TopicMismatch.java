package io.licensewatch.runtime.topics;

/**
 * A topic without the settings that licensewatch requires.
 *
 * @param problem the problem, as in {@code has 3 partitions, not 6}
 * @param remedy the command that fixes it, or the alternative
 */
public record TopicMismatch(String topic, String problem, String remedy) {
    @Override
    public String toString() {
        return "topic " + topic + " " + problem + "; " + remedy;
    }
}
