package io.licensewatch.cdc.source;

import java.util.List;
import java.util.stream.Collectors;

/** The preflight failed: the message has one line for each failed check, with what mends it. */
public final class UnfitSourceException extends RuntimeException {
    private final List<Finding> failures;

    public UnfitSourceException(List<Finding> findings) {
        super(findings.stream()
                .filter(Finding::isFailure)
                .map(Finding::toString)
                .collect(Collectors.joining("\n")));
        this.failures = findings.stream().filter(Finding::isFailure).toList();
    }

    public List<Finding> failures() {
        return failures;
    }
}
