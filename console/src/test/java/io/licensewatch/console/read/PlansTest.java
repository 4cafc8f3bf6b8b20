package io.licensewatch.console.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.console.feed.ReadModelFixture;
import io.licensewatch.console.read.TenantFilter.SeatsStage;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No query reads a large table from end to end, or sorts one, to show a page of it. */
class PlansTest {
    private static final int TENANTS = 2_000;
    private static final String LARGE =
            "tenant|alert|transition|command|command_record|result|verdict|action|seat_point"
                    + "|score_point|dead_letter";
    /** These sort or group a few rows: of one tenant, of one alert, of counters, or of a covering index. */
    private static final List<String> FEW =
            List.of("tenant_id = ?", "alert_id = ?", "FROM tally", "GROUP BY", "FROM gap", "deadline_ms > ?");

    @TempDir
    Path directory;

    @Test
    void each_query_uses_an_index() throws Exception {
        try (ReadModelFixture model = ReadModelFixture.in(directory)) {
            Fleet.fill(model, TENANTS);
        }
        // Again, as a plan is explained by the indexes that a connection has found when it was opened.
        try (ReadModelFixture model = ReadModelFixture.in(directory)) {
            Set<String> queries = new LinkedHashSet<>();
            model.database().read(handle -> {
                handle.setSqlLogger(new Collecting(queries));
                readAll(handle);
                return queries.size();
            });
            assertThat(queries).hasSizeGreaterThan(40);

            List<String> plans = model.database().read(handle -> plans(handle, queries));

            assertThat(plans)
                    .as("full scans")
                    .noneMatch(plan -> plan.matches("(?s)SCAN (" + LARGE + ")\\b(?! USING).*"));
            assertThat(plans)
                    .as("sorts")
                    .noneMatch(plan -> plan.contains("TEMP B-TREE FOR ORDER BY")
                            && FEW.stream().noneMatch(plan::contains));
        }
    }

    private record Collecting(Set<String> queries) implements SqlLogger {
        @Override
        public void logBeforeExecution(StatementContext context) {
            queries.add(context.getParsedSql().getSql());
        }
    }

    /** Each step, with its query. */
    private static List<String> plans(Handle handle, Set<String> queries) {
        List<String> plans = new ArrayList<>();
        for (String query : queries) {
            try (var statement = handle.getConnection().prepareStatement("EXPLAIN QUERY PLAN " + query);
                    var rows = statement.executeQuery()) {
                while (rows.next()) {
                    plans.add(rows.getString("detail") + " <- " + query.replaceAll("\\s+", " "));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(query, e);
            }
        }
        return plans;
    }

    private static void readAll(Handle handle) {
        tenants(handle);
        alerts(handle);
        for (CommandFilter filter : List.of(
                new CommandFilter(null, null, null, null, null),
                CommandFilter.ofTenant(Fleet.id(3)),
                CommandFilter.ofAlert(Fleet.alertId(3)),
                new CommandFilter(null, null, null, CommandState.APPLIED, null),
                new CommandFilter(null, null, CommandType.REFRESH_VIEWS, null, null),
                new CommandFilter(null, null, null, null, Effect.INEFFECTIVE))) {
            twoPages(paging -> CommandRows.list(handle, filter, paging));
        }
        CommandRows.one(handle, Fleet.commandId(3));
        CommandRows.awaitingApproval(handle, Instant.EPOCH, 10);
        twoPages(paging -> ActionRows.list(handle, ActionFilter.ALL, paging));
        twoPages(paging -> ActionRows.list(handle, new ActionFilter(ActionKind.APPROVE, "t", "ken"), paging));
        twoPages(paging -> DeadLetterRows.list(handle, paging));
        HealthRows.now(handle);
        HealthRows.feedSilence(handle);
        PauseRows.now(handle, Instant.EPOCH);
        HealthRows.scores(handle, Instant.EPOCH, Instant.EPOCH.plusSeconds(9_999_999));
        HealthRows.seats(handle, Fleet.id(3), LocalDate.EPOCH);
        Counts.seats(handle);
        Counts.features(handle);
        Counts.onboarding(handle);
        Counts.validated(handle);
        Freshness.of(handle);
        GapRows.list(handle);
    }

    private static void tenants(Handle handle) {
        TenantRows.one(handle, Fleet.id(3));
        for (TenantFilter.Order order : TenantFilter.Order.values()) {
            twoPages(paging -> TenantRows.list(handle, new TenantFilter(true, null, null, order), paging));
            twoPages(paging ->
                    TenantRows.list(handle, new TenantFilter(true, true, SeatsStage.NEAR_LIMIT, order), paging));
        }
        for (String typed :
                List.of("h", "harb", "chapel", "lake chapel", Fleet.id(3).substring(0, 6))) {
            twoPages(paging -> TenantSearch.find(handle, typed, paging));
        }
    }

    private static void alerts(Handle handle) {
        for (AlertFilter.Order order : AlertFilter.Order.values()) {
            for (AlertFilter filter : List.of(
                    new AlertFilter(null, null, null, null, order),
                    new AlertFilter("seat-utilization", null, Level.L1, null, order),
                    new AlertFilter(null, Severity.CRITICAL, null, null, order),
                    new AlertFilter(null, null, null, Fleet.id(3), order))) {
                twoPages(paging -> AlertRows.list(handle, filter, paging));
            }
        }
        AlertRows.one(handle, Fleet.alertId(3));
        AlertRows.one(handle, "none");
        AlertRows.isOpen(handle, "none");
        AlertRows.openOf(handle, Fleet.id(3));
        AlertRows.counts(handle);
        TransitionRows.of(handle, Fleet.alertId(3));
        TransitionRows.transitions(handle, Fleet.alertId(3), 1);
        TransitionRows.closedOf(handle, Fleet.id(3), 10);
    }

    private interface Listing {
        Page<?> list(Paging paging);
    }

    private static void twoPages(Listing listing) {
        String next = listing.list(Paging.first(1)).next();
        if (next != null) {
            listing.list(new Paging(5, next));
        }
    }
}
