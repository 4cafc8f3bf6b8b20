package io.licensewatch.workload;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A transaction while it is written. It is applied to the rows at once; what the family does not have is left out. What
 * follows in transactions of its own is put down here too.
 */
final class Draft {
    /** What belongs to this and comes later; it may find that the world has changed by then. */
    record Later(String what, Consumer<Draft> step) {}

    private static final Map<String, String> HELD = Map.of("role_id", "roles", "user_id", "auth.users");

    final Rows rows;
    final Random random;
    final Instant now;
    final List<Write> writes = new ArrayList<>();
    final List<Later> later = new ArrayList<>();

    Draft(Rows rows, Random random, Instant now) {
        this.rows = rows;
        this.random = random;
        this.now = now;
    }

    Family family() {
        return rows.family();
    }

    /** Nothing is written if the family has no such table, or there is a row with this key. */
    Row insert(String table, @Nullable Object... namesAndValues) {
        Row given = Row.of(namesAndValues);
        if (!family().has(table)) {
            return Row.of("id", newId()).with(given);
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        family().columns(table).forEach(name -> columns.put(name, name.equals("id") ? newId() : null));
        Row row = new Row(columns).with(given);
        if (!rows.has(table, row) && (!table.equals("user_roles") || refersToRows(row))) {
            write(new Write(table, null, row));
        }
        return row;
    }

    void update(String table, Row before, @Nullable Object... namesAndValues) {
        write(new Write(table, before, before.with(Row.of(namesAndValues))));
    }

    /** An update that changes nothing. */
    void touch(String table, Row row) {
        write(new Write(table, row, row));
    }

    private boolean refersToRows(Row row) {
        return HELD.entrySet().stream()
                .filter(held -> rows.enforced.contains("user_roles." + held.getKey()))
                .allMatch(held -> row.is(held.getKey(), null)
                        || !rows.where(held.getValue(), "id", row.get(held.getKey()))
                                .isEmpty());
    }

    /** Rows of user_roles that refer to nothing, as a foreign key would find them. */
    void deleteDangling() {
        delete("user_roles", rows.where("user_roles", row -> !refersToRows(row)));
    }

    /** Whoever refers to it goes first, where a foreign key says so. */
    void delete(String table, Row row) {
        HELD.forEach((column, held) -> {
            if (held.equals(table) && rows.enforced.contains("user_roles." + column)) {
                delete("user_roles", rows.where("user_roles", column, row.get("id")));
            }
        });
        write(new Write(table, row, null));
    }

    void delete(String table, Collection<Row> all) {
        List.copyOf(all).forEach(row -> delete(table, row));
    }

    private void write(Write write) {
        rows.apply(write);
        writes.add(write);
    }

    void then(String what, Consumer<Draft> step) {
        later.add(new Later(what, step));
    }

    String newId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** One of them, or null, which is as likely as each. */
    @SafeVarargs
    final <T> @Nullable T oneOfOrNone(T... choices) {
        int at = random.nextInt(choices.length + 1);
        return at == choices.length ? null : choices[at];
    }

    <T> Optional<T> any(Collection<T> choices) {
        return choices.isEmpty()
                ? Optional.empty()
                : choices.stream().skip(random.nextInt(choices.size())).findFirst();
    }

    Optional<Row> anyOf(String table) {
        return any(rows.of(table));
    }

    Optional<Row> anyOf(String table, Predicate<Row> condition) {
        return any(rows.where(table, condition));
    }

    /** A few of them; each is as likely as not. */
    <T> List<T> some(Collection<T> choices, int percent) {
        return choices.stream().filter(one -> random.nextInt(100) < percent).toList();
    }

    LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** A time that passes within the run, or has just passed. */
    Instant inAMoment() {
        return now.plusMillis(random.nextInt(oneOf(3_000, 15_000)) - (long) random.nextInt(1_500));
    }

    /** An end of something: soon, soon one of the stages before the end, long past, far off or never. */
    @Nullable
    Instant anEnd() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> inAMoment();
            case 4 -> inAMoment().plusSeconds(24 * 3600);
            case 5 -> inAMoment().plusSeconds(7 * 24 * 3600);
            case 6 -> inAMoment().plusSeconds(30 * 24 * 3600);
            case 7 -> now.plusSeconds((random.nextInt(60) - 20) * 24L * 3600);
            case 8 -> Instant.MAX;
            default -> null;
        };
    }

    @Nullable
    LocalDate anEndDate() {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> today().plusDays(random.nextInt(12) - 3L);
            case 3 -> today().plusDays(random.nextInt(50) - 10L);
            case 4 -> LocalDate.MAX;
            default -> null;
        };
    }
}
