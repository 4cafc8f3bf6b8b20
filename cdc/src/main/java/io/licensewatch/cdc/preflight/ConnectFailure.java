package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.SessionSettings;
import io.licensewatch.runtime.text.Causes;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Why the connection to the source failed, and the remedy. Decided by SQLState and cause, not by messages: those of the driver and
 * the server depend on their locales.
 */
enum ConnectFailure {
    PASSWORD("user and password", "set %s; prepare-source creates the role"),
    NO_ENTRY(
            "user",
            "set %s to a role that exists (prepare-source creates the role) and that pg_hba.conf lets in from here; where it"
                    + " demands encryption, set licensewatch.postgres.sslmode"),
    NO_DATABASE("database", "set %s"),
    NOT_GRANTED("user", "grant CONNECT on the database to the role in %s, as prepare-source does"),
    ENCRYPTION("sslmode and sslrootcert", "set %s to what the server offers"),
    UNKNOWN_HOST("host", "set %s to a name that this machine can resolve"),
    NOT_LISTENING("host and port", "start Postgres, or set %s"),
    NO_ANSWER("host and port", "check for a firewall in between, or set %s"),
    POOLER("host and port", "connect to Postgres itself, not through a pooler such as PgBouncer: set %s"),
    BUSY("host and port", "wait for a free connection, or raise max_connections"),
    STARTING("host and port", "wait until Postgres has started"),
    OTHER("host and port", "check whether Postgres itself listens there, or set %s");

    private static final Set<String> BY_DRIVER = Set.of("08001", "08004", "08006");
    private static final Set<String> ENCRYPTED = Set.of("require", "verify-ca", "verify-full");

    private final String parts;
    private final String remedy;

    /**
     * @param parts of the source's address to check, by the names of their settings
     * @param remedy with a placeholder for these
     */
    ConnectFailure(String parts, String remedy) {
        this.parts = parts;
        this.remedy = remedy;
    }

    static ConnectFailure of(SQLException e, PostgresAddress address) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (BY_DRIVER.contains(state) && !isServers(e)) {
            return ofDriver(e, state, address);
        }
        return switch (state) {
            case "28P01" -> PASSWORD;
            case "3D000" -> NO_DATABASE;
            case "42501" -> NOT_GRANTED;
            case "08P01" -> isServers(e) || e instanceof SessionSettings.Dropped ? POOLER : OTHER;
            case "53300" -> BUSY;
            case "57P03" -> STARTING;
            default -> state.startsWith("28") ? NO_ENTRY : OTHER;
        };
    }

    private static ConnectFailure ofDriver(SQLException e, String state, PostgresAddress address) {
        if (hasCause(e, SSLException.class)
                || hasCause(e, GeneralSecurityException.class)
                || hasCause(e, FileNotFoundException.class)) {
            return ENCRYPTION;
        }
        if (hasCause(e, UnknownHostException.class)) {
            return UNKNOWN_HOST;
        }
        if (hasCause(e, SocketTimeoutException.class) || hasCause(e, NoRouteToHostException.class)) {
            return NO_ANSWER;
        }
        if (hasCause(e, ConnectException.class)) {
            return NOT_LISTENING;
        }
        if (state.equals("08004") && address.password().isEmpty()) {
            return PASSWORD; // the server wants one
        }
        // It has no SSL, or its certificate has another name.
        return e.getCause() == null && ENCRYPTED.contains(address.sslMode()) ? ENCRYPTION : OTHER;
    }

    private static boolean isServers(SQLException e) {
        return e instanceof PSQLException driver && driver.getServerErrorMessage() != null;
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server refused the login, and will refuse it again. */
    boolean isRefusal() {
        return isAboutLogin() || this == NO_DATABASE;
    }

    private boolean isAboutLogin() {
        return this == PASSWORD || this == NO_ENTRY || this == NOT_GRANTED;
    }

    CheckResult checkResult(SQLException e, PostgresAddress address) {
        return checkResult(e, address, "licensewatch.postgres." + parts);
    }

    /** The remedy for an address that is given as a URL in one setting. */
    CheckResult checkResult(SQLException e, PostgresAddress address, UrlSetting setting) {
        return checkResult(e, address, parts + " in " + setting.name());
    }

    private CheckResult checkResult(SQLException e, PostgresAddress address, String where) {
        String fix = remedy.formatted(where);
        if (isAboutLogin()) {
            return CheckResult.loginRefused("postgres", address + " refuses the login: " + words(e), fix);
        }
        String detail = isServers(e) ? address + " refuses the login: " : "cannot reach " + address + ": ";
        return CheckResult.fail("postgres", detail + words(e), fix);
    }

    /** For cases where the driver's message is empty or misleading. */
    private String words(SQLException e) {
        return switch (this) {
            case UNKNOWN_HOST -> "the host name cannot be resolved";
            case NOT_LISTENING -> "nothing listens there (connection refused)";
            case NO_ANSWER -> "no answer";
            default -> firstLine(e);
        };
    }

    static String firstLine(SQLException e) {
        return Causes.firstLine(e);
    }

    /** A setting that holds the whole address. */
    record UrlSetting(String name) {}
}
