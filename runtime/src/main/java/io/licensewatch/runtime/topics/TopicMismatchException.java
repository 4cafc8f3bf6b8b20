package io.licensewatch.runtime.topics;

import java.util.List;
import java.util.stream.Collectors;

/** Existing topics do not have the required settings. licensewatch does not change them: others may depend on them. */
public final class TopicMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicMismatchException(List<TopicMismatch> mismatches) {
        super(mismatches.stream().map(TopicMismatch::toString).collect(Collectors.joining(System.lineSeparator())));
    }
}
