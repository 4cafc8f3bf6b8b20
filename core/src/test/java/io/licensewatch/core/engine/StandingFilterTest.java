package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingFilterTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Map<String, Object> LIVE = Map.of("id", "r", "is_active", true);
    private static final Map<String, Object> DEAD = Map.of("id", "r", "is_active", false);
    private static final Map<String, Object> GONE = Map.of("id", "r", "is_active", true, "deleted_at", "infinity");

    private final SortedKeyValues store = new SortedKeyValues();

    @Test
    void a_live_role_that_a_foreign_key_holds_costs_tenant_tasks_nothing() throws MalformedRecordException {
        assertThat(passes(true, RowChange.Op.CREATE, null, LIVE)).isFalse();
        assertThat(passes(true, RowChange.Op.UPDATE, LIVE, LIVE)).isFalse();
        assertThat(passes(true, RowChange.Op.READ, null, LIVE)).isFalse();
        assertThat(passes(true, RowChange.Op.DELETE, LIVE, null)).isFalse();
        assertThat(store.size()).isZero();
    }

    @Test
    void one_that_is_not_live_is_sent_at_each_change_and_its_return_once() throws MalformedRecordException {
        for (Map<String, Object> notLive : List.of(DEAD, GONE)) {
            assertThat(passes(true, RowChange.Op.UPDATE, LIVE, notLive)).isTrue();
            assertThat(passes(true, RowChange.Op.READ, null, notLive)).isTrue();
            assertThat(passes(true, RowChange.Op.UPDATE, notLive, LIVE)).isTrue();
            assertThat(passes(true, RowChange.Op.UPDATE, LIVE, LIVE)).isFalse();
        }
    }

    @Test
    void one_that_is_deleted_while_it_is_not_live_is_sent() throws MalformedRecordException {
        assertThat(passes(true, RowChange.Op.CREATE, null, DEAD)).isTrue();
        assertThat(passes(true, RowChange.Op.DELETE, DEAD, null)).isTrue();
        assertThat(passes(true, RowChange.Op.CREATE, null, LIVE)).isFalse();
    }

    @Test
    void without_a_foreign_key_all_are_sent() throws MalformedRecordException {
        assertThat(passes(false, RowChange.Op.CREATE, null, LIVE)).isTrue();
        assertThat(passes(false, RowChange.Op.UPDATE, LIVE, LIVE)).isTrue();
        assertThat(passes(false, RowChange.Op.DELETE, LIVE, null)).isTrue();
    }

    @Test
    void those_that_were_sent_before_there_was_a_foreign_key_are_sent_once_more() throws MalformedRecordException {
        assertThat(passes(false, RowChange.Op.CREATE, null, LIVE)).isTrue();
        assertThat(passes(true, RowChange.Op.DELETE, LIVE, null)).isTrue();
        assertThat(passes(false, RowChange.Op.CREATE, null, LIVE)).isTrue();
        assertThat(passes(true, RowChange.Op.READ, null, LIVE)).isTrue();
        assertThat(passes(true, RowChange.Op.UPDATE, LIVE, LIVE)).isFalse();
    }

    @Test
    void a_truncate_is_sent_and_all_is_forgotten() throws MalformedRecordException {
        assertThat(passes(true, RowChange.Op.CREATE, null, DEAD)).isTrue();
        assertThat(passes(true, RowChange.Op.TRUNCATE, null, null)).isTrue();
        assertThat(store.size()).isZero();
    }

    @Test
    void a_plain_user_whom_a_foreign_key_holds_costs_tenant_tasks_nothing() throws MalformedRecordException {
        for (String ban : List.of("-infinity", "2026-03-09T11:59:59Z", "2026-03-08")) {
            assertThat(needsUser(RowChange.Op.READ, Map.of("id", "u", "banned_until", ban)))
                    .as(ban)
                    .isFalse();
        }
        assertThat(needsUser(RowChange.Op.CREATE, Map.of("id", "u"))).isFalse();
        assertThat(needsUser(RowChange.Op.UPDATE, Map.of("id", "u", "is_active", true)))
                .as("a login")
                .isFalse();
        assertThat(store.size()).isZero();
    }

    @Test
    void a_user_is_sent_who_is_not_live_or_whose_ban_may_not_have_ended_for_all() throws MalformedRecordException {
        for (Map<String, Object> other : List.<Map<String, Object>>of(
                Map.of("id", "u", "is_active", false),
                Map.of("id", "u", "deleted_at", "2020-01-01T00:00:00Z"),
                Map.of("id", "u", "banned_until", "infinity"),
                Map.of("id", "u", "banned_until", "2026-03-10T13:00:00Z"),
                Map.of("id", "u", "banned_until", "2026-03-09T12:00:00Z"),
                Map.of("id", "u", "banned_until", NOON.toEpochMilli() / 86_400_000 - 1),
                Map.of("id", "u", "banned_until", "no time"))) {
            assertThat(needsUser(RowChange.Op.UPDATE, other)).as("%s", other).isTrue();
            assertThat(needsUser(RowChange.Op.UPDATE, Map.of("id", "u"))).isTrue();
            assertThat(needsUser(RowChange.Op.UPDATE, Map.of("id", "u"))).isFalse();
        }
    }

    private boolean needsUser(RowChange.Op op, Map<String, Object> after) throws MalformedRecordException {
        SourcePosition position = new SourcePosition(1, 100, 110);
        Envelopes.Event event = Envelopes.enforced(
                Envelopes.event(SourceTable.AUTH_USERS, Map.of("id", "u"), op, null, after, position, NOON));
        return new StandingFilter(store, StandingFilter.Plain.USERS)
                .filter(RowChangeDecoder.decode(event.key(), event.value()));
    }

    private boolean passes(
            boolean enforced,
            RowChange.Op op,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> after)
            throws MalformedRecordException {
        SourcePosition position = new SourcePosition(1, 100, 110);
        Envelopes.Event event = Envelopes.standing(
                Envelopes.event(SourceTable.ROLES, Map.of("id", "r"), op, before, after, position, NOON), enforced);
        return new StandingFilter(store, StandingFilter.Plain.ROLES)
                .filter(RowChangeDecoder.decode(event.key(), event.value()));
    }
}
