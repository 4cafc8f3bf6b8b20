package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A look at the source: what was found, and how the preflight judges it.
 *
 * @param facts empty when we could not log in
 */
public record Survey(Optional<SourceFacts> facts, List<Finding> findings) {
    private static final String INVALID_AUTHORIZATION = "28";
    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String LOCK_TIMEOUT = "55P03";

    public Survey {
        findings = List.copyOf(findings);
    }

    /**
     * @param excluded watched tables that are left out
     * @throws SQLException when the source cannot be reached, or fails; that may pass
     */
    public static Survey take(PostgresAddress address, String slot, String publication, Set<SourceTable> excluded)
            throws SQLException {
        try (Connection connection = address.connectToLook()) {
            ReplicationAccess replication = ReplicationAccess.probe(address);
            SourceFacts facts = new SourceCatalog(connection).read(replication, slot, publication, excluded);
            List<Finding> findings = new ArrayList<>(Preflight.judge(facts, address, slot, publication));
            findings.addAll(EmptyEnums.find(connection));
            excluded.stream()
                    .sorted()
                    .map(table ->
                            Finding.note("table " + table.qualifiedName(), "is excluded: " + Watching.without(table)))
                    .forEach(findings::add);
            return new Survey(Optional.of(facts), findings);
        } catch (SQLException e) {
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            if (isLoginRefused(e)) {
                return new Survey(Optional.empty(), List.of(loginRefused(address, e)));
            }
            if (state.equals(NO_SUCH_DATABASE)) {
                return new Survey(Optional.empty(), List.of(refused(address, e)));
            }
            if (state.equals(LOCK_TIMEOUT)) {
                return new Survey(Optional.empty(), List.of(Finding.locked(firstLine(e))));
            }
            throw e;
        }
    }

    /** Whether it is our login that Postgres does not take, and not something that passes. */
    public static boolean isLoginRefused(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(INVALID_AUTHORIZATION);
    }

    private static Finding loginRefused(PostgresAddress address, SQLException e) {
        return Finding.loginRefused(
                "postgres",
                address + " refuses us: " + firstLine(e),
                "set licensewatch.postgres.user and password; prepare-source creates the role");
    }

    private static Finding refused(PostgresAddress address, SQLException e) {
        return Finding.fail("postgres", address + " refuses us: " + firstLine(e), "set licensewatch.postgres.database");
    }

    /** For when {@link #take} fails and waiting is no option. */
    public static Finding unreachable(PostgresAddress address, SQLException e) {
        return Finding.fail(
                "postgres",
                "cannot reach " + address + ": " + firstLine(e),
                isAboutEncryption(e)
                        ? "set licensewatch.postgres.sslmode and sslrootcert to what the server offers"
                        : "start Postgres, or set licensewatch.postgres.host and port");
    }

    private static boolean isAboutEncryption(SQLException e) {
        return String.valueOf(e.getMessage()).matches("(?s).*(SSL|PKIX|ertificate|hostname).*");
    }

    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * For a feed that has run before: tables that are not published, though they exist, are not watched. That is told, and no
     * reason to watch the others no more.
     */
    public Survey withoutUnpublished() {
        return facts.flatMap(SourceFacts::publication)
                .filter(publication -> !watched(publication).isEmpty())
                .map(publication -> new Survey(
                        facts,
                        findings.stream()
                                .map(finding -> isAboutUnpublished(finding, publication) ? finding.asNote() : finding)
                                .toList()))
                .orElse(this);
    }

    private List<CapturedTable> watched(Publication publication) {
        return facts.stream()
                .flatMap(found -> found.tables().stream())
                .filter(table -> publication.tables().containsKey(table.name()))
                .toList();
    }

    private boolean isAboutUnpublished(Finding finding, Publication publication) {
        return finding.detail().startsWith(Preflight.LACKS)
                || facts.stream()
                        .flatMap(found -> found.tables().stream())
                        .filter(table -> !publication.tables().containsKey(table.name()))
                        .anyMatch(table -> finding.check().equals(Preflight.check(table)));
    }

    public List<Finding> failures() {
        return findings.stream().filter(Finding::isFailure).toList();
    }

    public boolean isLoginRefused() {
        return findings.stream().anyMatch(Finding::isAboutLogin);
    }

    /** Whether nothing is wrong but that others have taken all there is of something; who runs already can wait for it. */
    public boolean isTakenUp() {
        List<Finding> failures = Finding.withoutSnapshot(findings).stream()
                .filter(Finding::isFailure)
                .toList();
        return !failures.isEmpty() && failures.stream().allMatch(Finding::isTakenUp);
    }

    /** Whether it can be run on, as far as can be said before it is known whether a snapshot has to be taken. */
    public boolean isFit() {
        return Finding.withoutSnapshot(findings).stream().noneMatch(Finding::isFailure);
    }

    public boolean isFitForSnapshot() {
        return findings.stream().noneMatch(Finding::isFailure);
    }
}
