package io.licensewatch.cdc.preflight;

import io.licensewatch.runtime.process.ExitCode;
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

    /** Of the process that this ends. */
    public int exitCode() {
        return failures.stream().anyMatch(Finding::isAboutLogin) ? ExitCode.LOGIN_REFUSED : ExitCode.CHECKS_FAILED;
    }

    public List<Finding> failures() {
        return failures;
    }
}
