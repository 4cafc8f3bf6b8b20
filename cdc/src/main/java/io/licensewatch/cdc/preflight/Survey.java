package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.Publication;
import io.licensewatch.cdc.source.ReplicationAccess;
import io.licensewatch.cdc.source.SourceCatalog;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.source.SourceSchemas;
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
    private static final String LOCK_TIMEOUT = "55P03";

    public Survey {
        findings = List.copyOf(findings);
    }

    /**
     * @param excluded watched tables that are left out
     * @throws SQLException when the source cannot be reached, or fails; that may pass
     */
    public static Survey take(
            PostgresAddress address, SourceSchemas schemas, String slot, String publication, Set<SourceTable> excluded)
            throws SQLException {
        try (Connection connection = address.connectToLook()) {
            ReplicationAccess replication = ReplicationAccess.probe(address);
            SourceFacts facts = new SourceCatalog(connection).read(schemas, replication, slot, publication, excluded);
            List<Finding> findings = new ArrayList<>(Preflight.judge(facts, address, slot, publication));
            findings.addAll(EmptyEnums.find(connection));
            findings.addAll(TypesPreflight.judge(watched(facts)));
            excluded.stream()
                    .sorted()
                    .map(table ->
                            Finding.note("table " + schemas.name(table), "is excluded: " + Watching.without(table)))
                    .forEach(findings::add);
            return new Survey(Optional.of(facts), findings);
        } catch (SQLException e) {
            ConnectFailure failure = ConnectFailure.of(e, address);
            if (failure.isRefusal()) {
                return new Survey(Optional.empty(), List.of(failure.finding(e, address)));
            }
            if (LOCK_TIMEOUT.equals(e.getSQLState())) {
                return new Survey(Optional.empty(), List.of(Finding.locked(ConnectFailure.firstLine(e))));
            }
            throw e;
        }
    }

    /** Whether it is our login that Postgres does not take, and not something that passes. */
    public static boolean isLoginRefused(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(INVALID_AUTHORIZATION);
    }

    /** For when {@link #take} fails and waiting is no option. */
    public static Finding unreachable(PostgresAddress address, SQLException e) {
        return ConnectFailure.of(e, address).finding(e, address);
    }

    /**
     * The same for an address that is given in one setting.
     *
     * @param setting its name
     */
    public static Finding unreachable(PostgresAddress address, SQLException e, String setting) {
        return ConnectFailure.of(e, address).finding(e, address, new ConnectFailure.UrlSetting(setting));
    }

    public static String firstLine(SQLException e) {
        return ConnectFailure.firstLine(e);
    }

    /**
     * For a feed that has run before: tables that are not published, though they exist, are not watched. That is told, and no
     * reason to watch the others no more.
     */
    public Survey withoutUnpublished() {
        return facts.filter(found -> !watched(found).isEmpty())
                .flatMap(SourceFacts::publication)
                .map(publication -> new Survey(
                        facts,
                        findings.stream()
                                .map(finding -> isAboutUnpublished(finding, publication) ? finding.asNote() : finding)
                                .toList()))
                .orElse(this);
    }

    /** Those that are published; before there is a publication, all. */
    private static List<CapturedTable> watched(SourceFacts facts) {
        return facts.publication()
                .map(publication -> facts.tables().stream()
                        .filter(table -> publication.tables().containsKey(table.name()))
                        .toList())
                .orElse(facts.tables());
    }

    private boolean isAboutUnpublished(Finding finding, Publication publication) {
        return finding.detail().startsWith(Preflight.LACKS)
                || facts.stream()
                        .flatMap(found -> found.tables().stream())
                        .filter(table -> !publication.tables().containsKey(table.name()))
                        .anyMatch(table -> finding.check().equals(Preflight.check(table))
                                || PartitionPreflight.isAbout(finding, table));
    }

    public List<Finding> failures() {
        return findings.stream().filter(Finding::isFailure).toList();
    }

    public boolean isLoginRefused() {
        return findings.stream().anyMatch(Finding::isAboutLogin);
    }

    /** Whether nothing is wrong but what others do and may end by themselves; who runs already can wait for it. */
    public boolean mayPass() {
        List<Finding> failures = Finding.withoutSnapshot(findings).stream()
                .filter(Finding::isFailure)
                .toList();
        return !failures.isEmpty() && failures.stream().allMatch(Finding::mayPass);
    }

    /** Whether it can be run on, as far as can be said before it is known whether a snapshot has to be taken. */
    public boolean isFit() {
        return Finding.withoutSnapshot(findings).stream().noneMatch(Finding::isFailure);
    }

    public boolean isFitForSnapshot() {
        return findings.stream().noneMatch(Finding::isFailure);
    }
}
