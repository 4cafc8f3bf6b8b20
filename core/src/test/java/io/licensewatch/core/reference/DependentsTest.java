package io.licensewatch.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.core.row.Unreadable;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever answer a change of the reference data alters, who asked for it is found. */
class DependentsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final int STEPS = 20_000;
    private static final List<SourceTable> TABLES = Arrays.stream(SourceTable.values())
            .filter(table -> !table.hasTenant())
            .filter(table -> table != SourceTable.AUTH_USERS && table != SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS)
            .toList();
    /** Those of their rows that have no tenant are reference data. */
    private static final List<SourceTable> TENANTLESS =
            List.of(SourceTable.ROLES, SourceTable.PERMISSIONS, SourceTable.ROLE_PERMISSIONS);

    private final long seed = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private final ReferenceStore store = new ReferenceStore(new SortedKeyValues(), Unreadable.IGNORED);
    private final Map<String, Function<Reference, Object>> lookups = lookups();
    private long lsn = 100;

    private static Map<String, Function<Reference, Object>> lookups() {
        Map<String, Function<Reference, Object>> all = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            String id = "id" + i;
            String code = "code" + i;
            all.put("offering " + i, reference -> reference.offering(id));
            all.put("requirements " + i, reference -> reference.requirements(id));
            all.put(
                    "system role " + i,
                    reference -> reference.systemRole(id).map(role -> role.live() + "" + role.name()));
            all.put("feature live " + i, reference -> reference.featureLive(id));
            all.put("feature code " + i, reference -> String.valueOf(reference.featureCode(id)));
            all.put("unknown permission " + i, reference -> reference.permissionRequirement(id, null, null));
            for (String source : Arrays.asList(null, id, code)) {
                all.put(
                        "permission code" + i + " by " + source,
                        reference -> reference.permissionRequirement(id, code, source));
            }
        }
        return all;
    }

    @Test
    void every_answer_that_changes_was_among_those_that_the_change_may_alter() throws MalformedRecordException {
        store.capture(
                Arrays.stream(SourceTable.values())
                        .map(SourceTable::qualifiedName)
                        .collect(Collectors.toSet()),
                Set.of());
        Map<String, Integer> altered = new HashMap<>();
        Map<String, Object> before = view();
        for (int step = 0; step < STEPS; step++) {
            SourceTable table = random.nextInt(5) == 0 ? pick(TENANTLESS) : pick(TABLES);
            @Nullable Map<String, Object> row = random.nextInt(4) == 0 ? null : row(table);
            Set<Long> touched = change(table, row);
            Map<String, Object> after = view();
            for (String lookup : lookups.keySet()) {
                if (!String.valueOf(before.get(lookup)).equals(String.valueOf(after.get(lookup)))) {
                    altered.merge(lookup.replaceAll("\\d.*", ""), 1, Integer::sum);
                    assertThat(asks(lookup))
                            .as("seed %d, step %d: %s of %s: %s", seed, step, lookup, table, row)
                            .containsAnyElementsOf(touched);
                }
            }
            before = after;
        }
        assertThat(altered.values())
                .as("seed %d: %s", seed, altered)
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(times -> times > 20);
    }

    private Map<String, Object> view() {
        Map<String, Object> view = new HashMap<>();
        lookups.forEach((name, lookup) -> view.put(name, lookup.apply(store.reference())));
        return view;
    }

    private Set<Long> asks(String lookup) {
        TrackedReference asked = new TrackedReference(store.reference());
        assertThat(lookups.getOrDefault(lookup, reference -> "").apply(asked)).isNotNull();
        return Arrays.stream(asked.lookups()).boxed().collect(Collectors.toSet());
    }

    private Set<Long> change(SourceTable table, @Nullable Map<String, Object> row) throws MalformedRecordException {
        String key = "row" + random.nextInt(6);
        Envelopes.Event event = Envelopes.event(
                table,
                Map.of("id", key),
                row == null ? RowChange.Op.DELETE : RowChange.Op.UPDATE,
                row == null ? Map.of("id", key) : null,
                row,
                new SourcePosition(1, 50, lsn++),
                NOW);
        return store.apply(table, RowChangeDecoder.decode(event.key(), event.value()), event.key(), event.value());
    }

    private Map<String, Object> row(SourceTable table) {
        Map<String, Object> row = new HashMap<>();
        for (String column : table.columns()) {
            row.put(
                    column,
                    switch (column) {
                        case "is_active", "is_required", "is_system" -> random.nextInt(4) > 0;
                        case "max_users" -> random.nextInt(3);
                        case "code", "permission_code" -> "code" + random.nextInt(4);
                        case "source" -> random.nextBoolean() ? "license_feature" : "manual";
                        case "source_reference" -> (random.nextBoolean() ? "id" : "code") + random.nextInt(4);
                        default -> "id" + random.nextInt(4);
                    });
        }
        row.remove("deleted_at");
        return row;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
