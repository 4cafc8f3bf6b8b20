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
 * The source as it was found, and the results of the preflight.
 *
 * @param facts empty when the login failed
 */
public record Survey(Optional<SourceFacts> facts, List<CheckResult> results) {
    private static final String INVALID_AUTHORIZATION = "28";
    private static final String LOCK_TIMEOUT = "55P03";

    public Survey {
        results = List.copyOf(results);
    }

    /**
     * @param excluded watched tables that are left out
     * @throws SQLException when the source cannot be reached, or fails; that may pass
     */
    public static Survey take(
            PostgresAddress address, SourceSchemas schemas, String slot, String publication, Set<SourceTable> excluded)
            throws SQLException {
        try (Connection connection = address.connectToCatalog()) {
            ReplicationAccess replication = ReplicationAccess.probe(address);
            SourceFacts facts = new SourceCatalog(connection).read(schemas, replication, slot, publication, excluded);
            List<CheckResult> results = new ArrayList<>(Preflight.judge(facts, address, slot, publication));
            results.addAll(EmptyEnums.find(connection));
            results.addAll(TypesPreflight.judge(watched(facts)));
            excluded.stream()
                    .sorted()
                    .map(table ->
                            CheckResult.note("table " + schemas.name(table), "is excluded: " + Watching.without(table)))
                    .forEach(results::add);
            return new Survey(Optional.of(facts), results);
        } catch (SQLException e) {
            ConnectFailure failure = ConnectFailure.of(e, address);
            if (failure.isRefusal()) {
                return new Survey(Optional.empty(), List.of(failure.checkResult(e, address)));
            }
            if (LOCK_TIMEOUT.equals(e.getSQLState())) {
                return new Survey(Optional.empty(), List.of(CheckResult.locked(ConnectFailure.firstLine(e))));
            }
            throw e;
        }
    }

    /** Whether Postgres refuses the login, which does not pass by itself. */
    public static boolean isLoginRefused(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(INVALID_AUTHORIZATION);
    }

    /** The result for a caller that does not retry a failed {@link #take}. */
    public static CheckResult unreachable(PostgresAddress address, SQLException e) {
        return ConnectFailure.of(e, address).checkResult(e, address);
    }

    /**
     * The same for an address that is given in one setting.
     *
     * @param setting its name
     */
    public static CheckResult unreachable(PostgresAddress address, SQLException e, String setting) {
        return ConnectFailure.of(e, address).checkResult(e, address, new ConnectFailure.UrlSetting(setting));
    }

    public static String firstLine(SQLException e) {
        return ConnectFailure.firstLine(e);
    }

    /**
     * For a feed that ran before: tables that exist and are not published are not watched. That is a note, and does not stop the
     * feed for the other tables.
     */
    public Survey withoutUnpublished() {
        return facts.filter(found -> !watched(found).isEmpty())
                .flatMap(SourceFacts::publication)
                .map(publication -> new Survey(
                        facts,
                        results.stream()
                                .map(result -> isAboutUnpublished(result, publication) ? result.asNote() : result)
                                .toList()))
                .orElse(this);
    }

    /** The published tables; all tables if there is no publication. */
    private static List<CapturedTable> watched(SourceFacts facts) {
        return facts.publication()
                .map(publication -> facts.tables().stream()
                        .filter(table -> publication.tables().containsKey(table.name()))
                        .toList())
                .orElse(facts.tables());
    }

    private boolean isAboutUnpublished(CheckResult result, Publication publication) {
        return result.detail().startsWith(Preflight.LACKS)
                || facts.stream()
                        .flatMap(found -> found.tables().stream())
                        .filter(table -> !publication.tables().containsKey(table.name()))
                        .anyMatch(table -> result.check().equals(Preflight.check(table))
                                || PartitionPreflight.isAbout(result, table));
    }

    public List<CheckResult> failures() {
        return results.stream().filter(CheckResult::isFailure).toList();
    }

    public boolean isLoginRefused() {
        return results.stream().anyMatch(CheckResult::isAboutLogin);
    }

    /** Whether all failures may pass by themselves; a running feed waits for that. */
    public boolean mayPass() {
        List<CheckResult> failures = CheckResult.withoutSnapshot(results).stream()
                .filter(CheckResult::isFailure)
                .toList();
        return !failures.isEmpty() && failures.stream().allMatch(CheckResult::mayPass);
    }

    /** Whether it is fit for a run without a snapshot. */
    public boolean isFit() {
        return CheckResult.withoutSnapshot(results).stream().noneMatch(CheckResult::isFailure);
    }

    public boolean isFitForSnapshot() {
        return results.stream().noneMatch(CheckResult::isFailure);
    }
}
