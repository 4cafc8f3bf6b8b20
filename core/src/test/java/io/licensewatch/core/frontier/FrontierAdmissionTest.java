package io.licensewatch.core.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrontierAdmissionTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final SortedKeyValues store = new SortedKeyValues();
    private FrontierAdmission gate = new FrontierAdmission(store, new FrontierRules(6));

    private static Frontier at(Instant time, int epoch, long lsn, Frontier.Covered... covered) {
        return new Frontier(time, Lsn.text(lsn), Lsn.text(lsn - 1), epoch, true, List.of("public.roles"))
                .covering(List.of(covered));
    }

    private static Frontier.Covered rows(String table, int partition, int epoch, long lsn, long rows) {
        return new Frontier.Covered(table, false, partition, false, epoch, Lsn.text(lsn), Lsn.text(lsn), rows);
    }

    private Frontier admit(Frontier frontier) throws MalformedRecordException {
        return gate.admit(frontier, frontier.sourceTime(), NOON);
    }

    private void refuses(Frontier frontier, String reason) {
        refuses(frontier, frontier.sourceTime(), reason);
    }

    private void refuses(Frontier frontier, Instant stampedAt, String reason) {
        assertThatThrownBy(() -> gate.admit(frontier, stampedAt, NOON))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> frontiersThatAreNone() {
        Frontier sound = at(NOON, 5, 2_000);
        List<String> many = Collections.nCopies(10_001, "public.roles");
        return Stream.of(
                Arguments.of(at(NOON, 1_000_001, 2_000), "position is one that cannot be"),
                Arguments.of(at(NOON, 5, -5), "position is one that cannot be"),
                Arguments.of(at(NOON, 1_006, 2_000), "too far from the last one's"),
                Arguments.of(at(NOON, 4, 9_000), "its epoch 4 is over"),
                Arguments.of(at(NOON, 5, 999), "is before that of the last one"),
                Arguments.of(at(NOON, 5, 2_000 + (1L << 50)), "LSN is too far"),
                Arguments.of(at(Instant.parse("1999-01-01T00:00:00Z"), 5, 2_000), "one that cannot be"),
                Arguments.of(at(Instant.parse("+10000-01-01T00:00:00Z"), 5, 2_000), "one that cannot be"),
                Arguments.of(at(Instant.parse("2099-01-01T00:00:00Z"), 5, 2_000), "days ahead of this machine's clock"),
                Arguments.of(at(NOON.minus(DAY.multipliedBy(8)), 5, 2_000), "days before that of the last one"),
                Arguments.of(
                        new Frontier(NOON, "0/7D0", "0/7D0", 5, true, List.of("roles")),
                        "table that is not schema.table"),
                Arguments.of(
                        new Frontier(NOON, "0/7D0", "0/7D0", 5, true, List.of(".roles")),
                        "table that is not schema.table"),
                Arguments.of(
                        new Frontier(NOON, "0/7D0", "0/7D0", 5, true, List.of("public.")),
                        "table that is not schema.table"),
                Arguments.of(new Frontier(NOON, "0/7D0", "0/7D0", 5, true, many), "too many tables"),
                Arguments.of(
                        new Frontier(
                                NOON,
                                "0/7D0",
                                "0/7D0",
                                5,
                                true,
                                List.of(),
                                Collections.nCopies(10_001, new Frontier.Resync("public.roles", "0/1", "0/1")),
                                List.of()),
                        "too many resyncs"),
                Arguments.of(resyncing("roles", "0/1"), "table that is not schema.table"),
                Arguments.of(resyncing("public.roles", "1/0"), "a resync is after"),
                Arguments.of(at(NOON, 5, 2_000, rows("roles", 0, 5, 1_500, 1)), "table that is not schema.table"),
                Arguments.of(at(NOON, 5, 2_000, rows("public.roles", 6, 5, 1_500, 1)), "partition 6 of 6"),
                Arguments.of(at(NOON, 5, 2_000, rows("public.roles", -1, 5, 1_500, 1)), "partition -1 of 6"),
                Arguments.of(at(NOON, 5, 2_000, rows("public.roles", 0, 5, 1_500, 0)), "covers 0 rows"),
                Arguments.of(at(NOON, 5, 2_000, rows("public.roles", 0, 6, 1, 1)), "covers rows that are after it"),
                Arguments.of(at(NOON, 5, 2_000, rows("public.roles", 0, 5, 2_001, 1)), "covers rows that are after it"),
                Arguments.of(
                        sound.covering(Collections.nCopies(6_001, rows("public.roles", 0, 5, 1_500, 1))),
                        "too many partitions"));
    }

    private static Frontier resyncing(String table, String lsn) {
        return new Frontier(
                NOON, "0/7D0", "0/7D0", 5, true, List.of(), List.of(new Frontier.Resync(table, lsn, lsn)), List.of());
    }

    @ParameterizedTest
    @MethodSource("frontiersThatAreNone")
    void a_frontier_that_cdc_cannot_have_written_is_refused_and_the_next_is_let_in(Frontier wrong, String reason)
            throws MalformedRecordException {
        admit(at(NOON, 5, 1_000));
        refuses(wrong, reason);
        assertThat(admit(at(NOON, 5, 1_001)).lsn()).isEqualTo("0/3E9");
    }

    static Stream<Frontier> frontiersAtTheirBounds() {
        return Stream.of(
                at(NOON, 5, 1_000),
                at(NOON, 1_005, 2_000),
                at(NOON, 5, 1_000 + (1L << 50)),
                resyncing("public.roles", "0/7D0"),
                new Frontier(NOON, "0/7D0", "0/7D0", 5, true, Collections.nCopies(10_000, "public.roles")),
                new Frontier(
                        NOON,
                        "0/7D0",
                        "0/7D0",
                        5,
                        true,
                        List.of(),
                        Collections.nCopies(10_000, new Frontier.Resync("public.roles", "0/1", "0/1")),
                        List.of()),
                at(NOON, 5, 2_000).covering(Collections.nCopies(6_000, rows("public.roles", 5, 5, 1_999, 1))));
    }

    @ParameterizedTest
    @MethodSource("frontiersAtTheirBounds")
    void a_frontier_that_is_within_its_bounds_is_let_in(Frontier sound) throws MalformedRecordException {
        admit(at(NOON, 5, 1_000));
        assertThat(admit(sound)).isEqualTo(sound);
    }

    @Test
    void bounds_are_those_of_the_way_from_the_last_one_however_far_that_is() throws MalformedRecordException {
        admit(at(NOON, 900, 1L << 55));
        admit(at(NOON, 900, (1L << 55) + 1));
        admit(at(NOON, 1_900, 1));
    }

    @Test
    void a_time_that_is_later_than_its_record_is_refused_and_one_that_is_earlier_is_not()
            throws MalformedRecordException {
        refuses(at(NOON, 1, 10), NOON.minus(DAY.multipliedBy(3)), "later than that of its record");
        gate.admit(at(NOON, 1, 10), NOON.minus(Duration.ofHours(25)), NOON);
        gate.admit(at(NOON, 1, 11), NOON.plus(DAY.multipliedBy(300)), NOON);
    }

    /** As in ClocksIT; and Postgres' own clock may be set, which is followed. */
    @Test
    void clocks_may_be_off_by_days_and_step_back() throws MalformedRecordException {
        admit(at(NOON.plus(DAY.multipliedBy(6)), 1, 10));
        admit(at(NOON.minus(DAY.multipliedBy(6)), 1, 11));
        admit(at(NOON.minus(DAY.multipliedBy(12)), 1, 12));
        gate = new FrontierAdmission(new SortedKeyValues(), new FrontierRules(6));
        admit(at(NOON.minus(DAY.multipliedBy(400)), 1, 10));
        admit(at(NOON.minus(DAY.multipliedBy(399)), 1, 11));
    }

    @Test
    void a_new_snapshot_may_begin_anywhere_and_some_may_have_died_before() throws MalformedRecordException {
        admit(at(NOON, 1, 1L << 55));
        Frontier opening = new Frontier(NOON, "0/0", "0/0", 4, false, List.of());
        admit(opening);
        admit(at(NOON, 4, 1L << 57));
    }

    @Test
    void the_last_one_is_known_after_a_restart() throws MalformedRecordException {
        admit(at(NOON, 5, 1_000));
        gate = new FrontierAdmission(store, new FrontierRules(6));
        refuses(at(NOON, 5, 999), "is before that of the last one");
    }

    /** It may be the clock that is wrong and not the frontier: what it covers must have come all the same. */
    @Test
    void what_is_refused_for_its_time_leaves_what_it_covers_to_the_next() throws MalformedRecordException {
        Instant late = Instant.parse("2099-01-01T00:00:00Z");
        admit(at(NOON, 1, 100));
        refuses(at(late, 1, 200, rows("public.roles", 0, 1, 150, 2), rows("public.roles", 1, 1, 150, 1)), "days ahead");
        gate = new FrontierAdmission(store, new FrontierRules(6));
        refuses(
                at(late, 1, 300, rows("public.roles", 0, 1, 250, 1), rows("public.tenants", 0, 1, 250, 1)),
                "days ahead");
        refuses(at(late, 1, 1L << 40, rows("public.permissions", 0, 1, 1L << 39, 1)), "days ahead");
        refuses(at(late, 1, 310, rows("public.of_a_later_version", 0, 1, 250, 1)), "days ahead");

        assertThat(admit(at(NOON, 1, 400, rows("public.tenants", 0, 1, 250, 3))).covered())
                .containsExactlyInAnyOrder(
                        rows("public.roles", 0, 1, 250, 1),
                        rows("public.roles", 1, 1, 150, 1),
                        rows("public.tenants", 0, 1, 250, 3));
        assertThat(admit(at(NOON, 1, 500)).covered()).as("once").isEmpty();
    }
}
