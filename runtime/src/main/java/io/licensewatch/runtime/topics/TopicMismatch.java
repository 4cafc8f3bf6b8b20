package io.licensewatch.runtime.topics;

/**
 * A topic that is not as licensewatch needs it.
 *
 * @param problem what is wrong, as in {@code has 3 partitions, not 6}
 * @param remedy the command that mends it, and when to take another way
 */
public record TopicMismatch(String topic, String problem, String remedy) {
    @Override
    public String toString() {
        return "topic " + topic + " " + problem + "; " + remedy;
    }
}
