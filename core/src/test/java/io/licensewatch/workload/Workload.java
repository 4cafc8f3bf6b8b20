package io.licensewatch.workload;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The everyday writes of a source database, one transaction after the other, at random. The same seed and times give
 * the same transactions.
 */
public final class Workload {
    private record Action(int weight, String what, Consumer<Draft> step) {}

    private final Rows rows;
    private final Random random;
    private final int tenants;
    private final Catalogue catalogue;
    private final Registration registration;
    private final List<Action> actions;
    private final List<Deque<Draft.Later>> unfinished = new ArrayList<>();

    /** @param tenants about how many there are at a time */
    public Workload(Family family, Random random, int tenants, Set<Theme> without) {
        this.rows = new Rows(family);
        this.random = random;
        this.tenants = tenants;
        this.catalogue = new Catalogue(without);
        this.registration = new Registration(catalogue, without);
        People people = new People(without);
        Licences licences = new Licences(catalogue, without);
        this.actions = List.of(
                new Action(12, "invitation", people::invite),
                new Action(8, "role replacement: delete", people::replaceRole),
                new Action(8, "assignment", people::changeAssignment),
                new Action(5, "role", people::changeRole),
                new Action(8, "user", people::changeUser),
                new Action(4, "permission", people::changePermission),
                new Action(12, "grant", licences::change),
                new Action(3, "downgrade", licences::changeOffering),
                new Action(8, "subscription", licences::changeSubscription),
                new Action(6, "onboarding", Onboarding::change),
                new Action(5, "catalogue", catalogue::change),
                new Action(3, "view refresh", Catalogue::refreshView),
                new Action(5, "update of nothing", this::touch));
    }

    /** What is there before anybody writes: the catalogue. */
    public Txn first(Instant now) {
        return write("the catalogue", catalogue::make, now);
    }

    /** The next transaction that writes anything. */
    public Txn next(Instant now) {
        while (true) {
            Draft.Later step = choose();
            Txn txn = write(step.what(), step.step(), now);
            if (!txn.writes().isEmpty()) {
                return txn;
            }
        }
    }

    /** What goes on in several transactions goes on soon, others come between. */
    private Draft.Later choose() {
        if (!unfinished.isEmpty() && random.nextInt(3) > 0) {
            Deque<Draft.Later> one = unfinished.get(random.nextInt(unfinished.size()));
            Draft.Later step = one.removeFirst();
            if (one.isEmpty()) {
                unfinished.remove(one);
            }
            return step;
        }
        int present = rows.family().has("tenants") ? rows.of("tenants").size() : grantees();
        if (present < tenants && random.nextInt(2 + present / 2) == 0) {
            return new Draft.Later("registration: user", registration::start);
        }
        if (present > tenants * 3 / 4 && random.nextInt(60) == 0) {
            return new Draft.Later("deletion: tenant", registration::end);
        }
        return pick();
    }

    private int grantees() {
        return (int) rows.of("tenant_feature_grants").stream()
                .map(row -> row.text("tenant_id"))
                .distinct()
                .count();
    }

    private Draft.Later pick() {
        int at = random.nextInt(actions.stream().mapToInt(Action::weight).sum());
        for (Action action : actions) {
            at -= action.weight();
            if (at < 0) {
                return new Draft.Later(action.what(), action.step());
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    private void touch(Draft d) {
        String table =
                d.oneOf("tenants", "user_roles", "tenant_feature_grants", "roles", "feature_catalog", "auth.users");
        d.anyOf(table).ifPresent(row -> d.touch(table, row));
    }

    private Txn write(String what, Consumer<Draft> step, Instant now) {
        Draft draft = new Draft(rows, random, now);
        step.accept(draft);
        boolean rolledBack = draft.later.isEmpty() && unfinished.isEmpty() && random.nextInt(20) == 0;
        if (rolledBack) {
            for (int i = draft.writes.size() - 1; i >= 0; i--) {
                rows.undo(draft.writes.get(i));
            }
        } else if (!draft.later.isEmpty()) {
            unfinished.add(new ArrayDeque<>(draft.later));
        }
        return new Txn(what, draft.writes, rolledBack);
    }

    /**
     * From here on foreign keys hold these columns of user_roles, and no others.
     *
     * @return what has to be written before they can
     */
    public Txn enforce(Set<String> columns) {
        rows.enforced.clear();
        rows.enforced.addAll(columns);
        Draft draft = new Draft(rows, random, Instant.EPOCH);
        draft.deleteDangling();
        return new Txn("foreign keys: " + columns, draft.writes, false);
    }

    /** The columns that can be held by foreign keys. */
    public List<String> holdable() {
        return rows.family().has("roles")
                ? List.of("user_roles.role_id", "user_roles.user_id")
                : List.of("user_roles.user_id");
    }

    /** All rows that there are, as a snapshot reads them. */
    public List<Write> snapshot() {
        List<Write> read = new ArrayList<>();
        rows.family().tables().forEach(table -> rows.of(table).forEach(row -> read.add(new Write(table, null, row))));
        return read;
    }

    /** What all that was written so far means. */
    public PlainLicensing licensing() {
        return new PlainLicensing(rows);
    }
}
