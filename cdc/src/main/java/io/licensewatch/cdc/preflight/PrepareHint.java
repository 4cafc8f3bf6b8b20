package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.Printable;
import java.util.List;
import java.util.Optional;

/** For a source that is not prepared: one command instead of a dozen statements. */
public final class PrepareHint {
    private static final String USUAL_ROLE = "licensewatch";
    private static final String USUAL_ADMINISTRATOR = "postgres";

    private PrepareHint() {}

    /**
     * One line; empty when prepare-source changes nothing about the failures.
     *
     * @param launcher how the command line is called
     */
    public static Optional<String> of(List<CheckResult> results, PostgresAddress address, String launcher) {
        long preparable = results.stream().filter(CheckResult::isPreparable).count();
        if (preparable == 0) {
            return Optional.empty();
        }
        String role = address.user().equals(USUAL_ADMINISTRATOR) ? USUAL_ROLE : address.user();
        return Optional.of("The database is not prepared; this fixes " + preparable + " of the failures: " + launcher
                + " prepare-source --apply --postgres-admin-url="
                + quoted("postgresql://OWNER:PASSWORD@" + address.host() + ":" + address.port() + "/"
                        + address.database())
                + " --postgres-user=" + quoted(role) + " --postgres-password-file=FILE");
    }

    /** For a shell. */
    private static String quoted(String text) {
        String line = Printable.line(text);
        return line.matches("[\\w@%+=:,./\\[\\]-]+") ? line : "'" + line.replace("'", "'\\''") + "'";
    }
}
