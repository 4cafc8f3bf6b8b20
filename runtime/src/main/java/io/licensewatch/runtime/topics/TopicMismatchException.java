package io.licensewatch.runtime.topics;

import java.util.List;
import java.util.stream.Collectors;

/** Existing topics are not as licensewatch needs them. It does not change them itself: others may rely on them. */
public final class TopicMismatchException extends RuntimeException {
    private final List<TopicMismatch> mismatches;

    public TopicMismatchException(List<TopicMismatch> mismatches) {
        super(mismatches.stream().map(TopicMismatch::toString).collect(Collectors.joining(System.lineSeparator())));
        this.mismatches = List.copyOf(mismatches);
    }

    public List<TopicMismatch> mismatches() {
        return mismatches;
    }
}
