package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.source.WatchedColumn;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A column that no condition needs does not condemn its row; one that is needed does. As {@link WatchedColumn} has it. */
class LeftOutColumnsTest {
    private static final Object UNREADABLE = Map.of("no", "such");
    /** Describing columns that are read; the others could hold anything. */
    private static final Set<String> READ = Set.of(
            "tenants.name",
            "tenant_feature_grants.grant_source",
            "onboarding_progress.current_step",
            "onboarding_progress.completed_steps",
            "roles.name",
            "roles.metadata_key",
            "product_offerings.name");

    private final OneTask task = new OneTask(EngineSettings.defaults(), "public.tenants", "public.onboarding_progress");

    static Stream<WatchedColumn> columns() {
        return WatchedColumn.all().stream()
                .filter(column -> column.table() != SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS)
                .filter(column -> !isOnlyInTheKey(column));
    }

    /** The record's own key names the row. */
    private static boolean isOnlyInTheKey(WatchedColumn column) {
        return column.name().equals("id")
                && switch (column.table()) {
                    case ROLES, PERMISSIONS, PRODUCT_OFFERINGS, LICENSE_FEATURE_BUNDLES, FEATURE_CATALOG, AUTH_USERS ->
                        false;
                    default -> column.table() != SourceTable.TENANTS;
                };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("columns")
    void a_row_is_taken_without_what_only_describes_it(WatchedColumn column) {
        SourceTable table = column.table();
        Map<String, Object> row = new HashMap<>();
        for (WatchedColumn other : WatchedColumn.all()) {
            if (other.table() == table && other.needed() && other.name().endsWith("id")) {
                row.put(other.name(), "1");
            }
        }
        if (table == SourceTable.FEATURE_PERMISSIONS) {
            row.put("permission_code", "users:read");
        }
        if (column.name().equals("offering_id") && table == SourceTable.PRODUCT_OFFERINGS) {
            row.remove("id");
        }
        if (column.name().equals("source_reference")) {
            row.put("source", "license_feature");
        }
        row.put(column.name(), UNREADABLE);

        task.put(table, "1", row);

        String name = table.tableName() + "." + column.name();
        if (column.needed()) {
            assertThat(task.published.deadLetters).singleElement().asString().contains("column " + name + " is not ");
        } else {
            assertThat(task.published.deadLetters).isEmpty();
        }
        assertThat(task.published.leftOut).isEqualTo(READ.contains(name) ? List.of(name) : List.of());
    }

    @Test
    void an_onboarding_that_completes_with_unreadable_steps_ends_its_alert() {
        Map<String, Object> row =
                new HashMap<>(Map.of("tenant_id", "a", "is_completed", false, "updated_at", "2026-03-01T00:00:00Z"));
        task.put(SourceTable.TENANTS, "a", Map.of("id", "a"));
        task.put(SourceTable.ONBOARDING_PROGRESS, "1", row);
        task.frontierAfter(Duration.ofSeconds(1));
        assertThat(task.alerts).extracting(event -> event.status().name()).containsExactly("OPEN");
        row.put("is_completed", true);
        row.put("completed_steps", "null");
        task.put(SourceTable.ONBOARDING_PROGRESS, "1", row);
        task.frontierAfter(Duration.ofSeconds(1));
        assertThat(task.published.deadLetters).isEmpty();
        assertThat(task.published.leftOut).containsExactly("onboarding_progress.completed_steps");
        assertThat(task.alerts).extracting(event -> event.status().name()).containsExactly("OPEN", "RESOLVED");
    }
}
