package io.licensewatch.console.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.console.feed.ReadModelFixture;
import io.licensewatch.console.read.TenantFilter.Order;
import io.licensewatch.console.read.TenantFilter.SeatsStage;
import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
    private static final int TENANTS = 120;

    @TempDir
    static Path directory;

    private static ReadModelFixture model;

    @BeforeAll
    static void fill() throws SQLException {
        model = ReadModelFixture.in(directory);
        Fleet.fill(model, TENANTS);
    }

    @AfterAll
    static void close() throws SQLException {
        model.close();
    }

    @Test
    void pages_of_each_order_have_each_tenant_once() {
        for (Order order : Order.values()) {
            TenantFilter filter = new TenantFilter(true, null, null, order);
            List<TenantRow> all = all((handle, paging) -> TenantRows.list(handle, filter, paging));

            assertThat(all).extracting(TenantRow::tenantId).doesNotHaveDuplicates();
            assertThat(all).hasSize((int)
                    IntStream.range(0, TENANTS).filter(i -> i % 50 != 7).count());
        }
        assertThat(all((handle, paging) -> TenantRows.list(handle, TenantFilter.WORST_FIRST, paging)))
                .isSortedAccordingTo(Comparator.comparing(TenantRow::score));
    }

    @Test
    void tenants_are_filtered_by_all_criteria() {
        TenantFilter filter = new TenantFilter(true, true, SeatsStage.NEAR_LIMIT, Order.SEATS);

        assertThat(all((handle, paging) -> TenantRows.list(handle, filter, paging)))
                .isNotEmpty()
                .allSatisfy(tenant -> {
                    assertThat(tenant.openAlerts()).isPositive();
                    assertThat(tenant.seats().stage()).isEqualTo("NEAR_LIMIT");
                });
    }

    @Test
    void a_search_lists_prefix_matches_first_and_each_tenant_once() {
        assertThat(search("harb")).allMatch(name -> name.startsWith("Harbour")).hasSize(TENANTS / 8);
        assertThat(search("CHAPEL").size()).isEqualTo(TENANTS);
        assertThat(search("\"Old\"")).hasSize(TENANTS / 8).allMatch(name -> name.contains("\"Old\""));
        assertThat(search("öland chapel 2").get(0)).startsWith("Öland Chapel 2");
        assertThat(search(Fleet.id(17).substring(0, 8))).containsExactly(Fleet.name(17));
        assertThat(search("li")).allMatch(name -> name.startsWith("Li")).isEmpty();
        assertThat(search("NEAR OR * AND")).isEmpty();
        assertThat(search("la")).isNotEmpty().allMatch(name -> name.startsWith("Lake"));
    }

    @Test
    void open_alerts_begin_with_the_most_severe() {
        List<AlertEvent> all = all((handle, paging) -> AlertRows.list(handle, AlertFilter.HEAVIEST_FIRST, paging));

        assertThat(all).hasSize(TENANTS / 3).extracting(AlertEvent::alertId).doesNotHaveDuplicates();
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparing(AlertEvent::severity)
                        .thenComparing(AlertEvent::level)
                        .reversed()
                        .thenComparing(AlertEvent::openedAt));
        for (AlertFilter.Order order : AlertFilter.Order.values()) {
            AlertFilter filter = new AlertFilter("seat-utilization", Severity.WARNING, null, null, order);
            assertThat(all((handle, paging) -> AlertRows.list(handle, filter, paging)))
                    .hasSize(TENANTS / 6)
                    .allMatch(alert -> alert.severity() == Severity.WARNING);
        }
    }

    @Test
    void an_alert_is_known_while_it_is_open_and_afterwards() throws Exception {
        assertThat(found(handle -> AlertRows.one(handle, Fleet.alertId(3)))).isPresent();
        assertThat(found(handle -> AlertRows.one(handle, "nobody's"))).isEmpty();
        model.samples("alert-license-expired-open", "alert-license-expired-updated", "alert-license-expired-resolved");
        AlertEvent closed = read(handle -> TransitionRows.closedOf(handle, "4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01", 5))
                .get(0);

        assertThat(found(handle -> AlertRows.one(handle, closed.alertId()))).contains(closed);
        assertThat(rows(handle -> TransitionRows.of(handle, closed.alertId())))
                .singleElement()
                .satisfies(episode -> assertThat(episode.last()).isEqualTo(closed));
        assertThat(rows(handle -> TransitionRows.transitions(handle, closed.alertId(), closed.episode())))
                .extracting(AlertEvent::sequence)
                .isSorted();
    }

    @Test
    void commands_have_all_their_records() {
        CommandFilter filter = new CommandFilter(null, null, CommandType.DEACTIVATE_INACTIVE_USERS, null, null);
        List<CommandView> all = all((handle, paging) -> CommandRows.list(handle, filter, paging));

        assertThat(all).hasSize(TENANTS / 3).allMatch(view -> view.isIn(CommandState.AWAITING_APPROVAL));
        assertThat(all.get(0).id()).isEqualTo(Fleet.commandId(TENANTS - 3));
        assertThat(rows(handle -> CommandRows.ofAlert(handle, Fleet.alertId(3))))
                .extracting(CommandView::id)
                .containsExactly(Fleet.commandId(3));
        Instant now = Instant.parse("2026-03-04T11:20:30Z");
        assertThat(rows(handle -> CommandRows.awaitingApproval(handle, now, 50)))
                .as("those with a past deadline are omitted")
                .hasSize(29)
                .allMatch(view -> !view.isLate(now))
                .isSortedAccordingTo(Comparator.comparing(view -> view.command().deadline()));
    }

    @Test
    void a_request_is_found_by_its_action() throws Exception {
        model.samples("operator-action-request-refresh", "command-clear-caches-requested");

        assertThat(found(handle -> CommandRows.ofRequest(handle, "7d6b3c1e-9a42-4f0b-8f11-2a5d0c9e4b77")))
                .map(CommandView::id)
                .contains("51d3a7c900012344");
        assertThat(found(handle -> CommandRows.ofRequest(handle, "other"))).isEmpty();
        assertThat(all((handle, paging) -> ActionRows.list(handle, ActionFilter.ALL, paging)))
                .hasSize(1);
    }

    @Test
    void curves_and_the_rest_are_read() {
        assertThat(found(HealthRows::now)).map(health -> health.score()).contains(33);
        Instant at = Instant.parse("2026-03-25T00:00:00Z");
        assertThat(rows(handle -> HealthRows.scores(handle, at.minusSeconds(86_400 * 30), at.plusSeconds(60))))
                .singleElement()
                .satisfies(point -> assertThat(point.score()).isEqualTo(33));
        assertThat(rows(handle -> HealthRows.scores(handle, at.plusSeconds(60), at.plusSeconds(120))))
                .isEmpty();
        assertThat(rows(handle -> HealthRows.seats(handle, Fleet.id(3), LocalDate.parse("2026-01-01"))))
                .hasSize(1);
        assertThat(read(Freshness::of).asOf()).isNotNull();
        assertThat(read(Freshness::of).feed()).isNotNull();
        assertThat(all(DeadLetterRows::list)).hasSize(1);
        assertThat((long) read(DeadLetterRows::count)).isEqualTo(1);
        assertThat(rows(GapRows::list)).isEmpty();
        assertThat(rows(AlertRows::counts)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void a_cursor_of_another_list_or_a_modified_one_is_rejected() {
        Page<TenantRow> page = read(handle -> TenantRows.list(handle, TenantFilter.WORST_FIRST, Paging.first(5)));
        String cursor = String.valueOf(page.next());
        TenantFilter other = new TenantFilter(true, null, null, Order.NAME);

        assertThatThrownBy(() -> read(handle -> TenantRows.list(handle, other, new Paging(5, cursor))))
                .isInstanceOf(BadCursorException.class);
        for (int i = 0; i < cursor.length(); i++) {
            String changed = cursor.substring(0, i) + (cursor.charAt(i) == 'A' ? 'B' : 'A') + cursor.substring(i + 1);
            assertThatThrownBy(() ->
                            read(handle -> TenantRows.list(handle, TenantFilter.WORST_FIRST, new Paging(5, changed))))
                    .as(changed)
                    .isInstanceOf(BadCursorException.class);
        }
        for (String none : List.of("", "null", "bnVsbA", "W10", "e30", "%", "x".repeat(5000))) {
            assertThatThrownBy(() -> read(handle -> TenantRows.list(handle, other, new Paging(5, none))))
                    .as(none)
                    .isInstanceOf(BadCursorException.class);
        }
    }

    private List<String> search(String text) {
        return all((handle, paging) -> TenantSearch.find(handle, text, paging)).stream()
                .map(tenant -> String.valueOf(tenant.tenantName()))
                .toList();
    }

    private static <T> List<T> all(BiFunction<Handle, Paging, Page<T>> list) {
        List<T> all = new ArrayList<>();
        Page<T> page = read(handle -> list.apply(handle, Paging.first(7)));
        all.addAll(page.items());
        for (String next = page.next(); next != null; next = page.next()) {
            Paging paging = new Paging(7, next);
            page = read(handle -> list.apply(handle, paging));
            assertThat(page.items()).isNotEmpty();
            all.addAll(page.items());
        }
        return all;
    }

    private static <T> Optional<T> found(Function<Handle, Optional<T>> reading) {
        return read(reading);
    }

    private static <T> List<T> rows(Function<Handle, List<T>> reading) {
        return read(reading);
    }

    private static <T> T read(Function<Handle, T> reading) {
        return model.database().read(reading);
    }
}
