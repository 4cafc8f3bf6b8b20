package io.licensewatch.cli.remedy;

import static io.licensewatch.cli.Palette.plain;

import io.licensewatch.runtime.process.ExitCode;
import java.util.List;
import java.util.stream.Collectors;

/** What a person wants is not done; the message says why and what to do. */
final class RefusedException extends RuntimeException {
    private final int exitCode;

    private RefusedException(String message, int exitCode) {
        super(message); // of several lines only where it is ours
        this.exitCode = exitCode;
    }

    static RefusedException unknown(String id) {
        return new RefusedException(
                "no command begins with '" + plain(id)
                        + "'. Commands are kept for 30 days; licensewatch commands lists them",
                ExitCode.FAILED);
    }

    static RefusedException ambiguous(String prefix, List<CommandView> found) {
        String ids = found.stream().limit(10).map(view -> plain(view.id())).collect(Collectors.joining("\n  "));
        return new RefusedException(
                found.size() + " commands begin with '" + plain(prefix) + "', give more of the id:\n  " + ids,
                ExitCode.FAILED);
    }

    static RefusedException unknownTenant(String tenant) {
        return new RefusedException(
                "there is no tenant '" + plain(tenant) + "'; licensewatch tail tenants --from-beginning lists them",
                ExitCode.FAILED);
    }

    /** The command is not in a state for it. */
    static RefusedException unfit(String message) {
        return new RefusedException(plain(message), ExitCode.CHECKS_FAILED);
    }

    int exitCode() {
        return exitCode;
    }
}
