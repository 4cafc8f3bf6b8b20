package io.licensewatch.control;

import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.text.Visible;
import java.util.List;
import java.util.stream.Collectors;

/** A decision is refused; the message says why and what to do. */
public final class RefusedException extends RuntimeException {
    private final int exitCode;
    private final String what;

    private RefusedException(String message, int exitCode) {
        this(message, "", exitCode);
    }

    private RefusedException(String what, String hint, int exitCode) {
        super(what + hint); // only our own text has several lines
        this.what = what;
        this.exitCode = exitCode;
    }

    /** The message without the hint for a terminal. */
    public String what() {
        return what;
    }

    public static RefusedException unknown(String id) {
        return new RefusedException(
                "no command begins with '" + Visible.of(id)
                        + "'. Commands are kept for 30 days; licensewatch commands lists them",
                ExitCode.FAILED);
    }

    public static RefusedException ambiguous(String prefix, List<CommandView> found) {
        String ids = found.stream().limit(10).map(view -> Visible.of(view.id())).collect(Collectors.joining("\n  "));
        return new RefusedException(
                found.size() + " commands begin with '" + Visible.of(prefix) + "', give more of the id:\n  " + ids,
                ExitCode.FAILED);
    }

    public static RefusedException unknownTenant(String tenant) {
        return new RefusedException(
                "there is no tenant '" + Visible.of(tenant)
                        + "'; licensewatch tail tenants --from-beginning lists them",
                ExitCode.FAILED);
    }

    /** The command's state does not allow it. */
    public static RefusedException unfit(String message) {
        return new RefusedException(Visible.of(message), ExitCode.CHECKS_FAILED);
    }

    /** @param hint a command to run; begins with its punctuation */
    static RefusedException unfit(String what, String hint) {
        return new RefusedException(Visible.of(what), Visible.of(hint), ExitCode.CHECKS_FAILED);
    }

    public int exitCode() {
        return exitCode;
    }
}
