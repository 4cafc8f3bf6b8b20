package io.licensewatch.cdc.preflight;

import io.licensewatch.runtime.process.ExitCode;
import java.util.List;
import java.util.stream.Collectors;

/** The preflight failed: the message has one line for each failed check, with its remedy. */
public final class UnfitSourceException extends RuntimeException {
    private final List<CheckResult> failures;

    public UnfitSourceException(List<CheckResult> results) {
        super(results.stream()
                .filter(CheckResult::isFailure)
                .map(CheckResult::toString)
                .collect(Collectors.joining("\n")));
        this.failures = results.stream().filter(CheckResult::isFailure).toList();
    }

    /** The exit code of the process. */
    public int exitCode() {
        return failures.stream().anyMatch(CheckResult::isAboutLogin) ? ExitCode.LOGIN_REFUSED : ExitCode.CHECKS_FAILED;
    }

    public List<CheckResult> failures() {
        return failures;
    }
}
