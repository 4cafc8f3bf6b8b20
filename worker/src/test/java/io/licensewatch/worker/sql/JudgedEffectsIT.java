package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.embedded.oracle.SqlOracle;
import io.licensewatch.schemas.command.CommandType;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After each command type the differential oracle evaluates the whole source: the item of the command is repaired, and no other
 * item, of this tenant or of another, has changed its state. The functions belong to an owner of the tables who is not a
 * superuser.
 */
class JudgedEffectsIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    private static final Family S = Family.STEWARDTRACK;
    private static final Family R = Family.RUNBOOK;
    private static final String SEATS = "{\"inactiveDays\": 90, \"atMost\": 4}";
    private static final String SUBSCRIPTION_ENDED =
            "UPDATE tenants SET subscription_status = 'trial', subscription_end_date = now() - interval '1 day' WHERE name = 'A'";
    /** Before and after are evaluated as of the same time, so that only writes make a difference; grants have begun by then. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /**
     * @param first what happens before the command
     * @param judged all items that may differ
     */
    private record Repair(Family family, String first, TestCommand command, List<String> judged) {
        @Override
        public String toString() {
            return family + " " + command.type() + " " + command.bound();
        }
    }

    private static final Map<Family, Source> SOURCES = new EnumMap<>(Family.class);

    /** Prepared by its owner, who created the roles too. */
    private static Source source(Family family) throws Exception {
        Source known = SOURCES.get(family);
        if (known != null) {
            known.reset();
            return known;
        }
        Source source = SaasOwner.own(postgres.source(family));
        source.prepareAs(SaasOwner.ROLE);
        try (Connection connection = source.connect()) {
            SqlOracle.createIn(connection, family);
        }
        SOURCES.put(family, source);
        return source;
    }

    private static Repair repair(Family family, String first, TestCommand command, String... judged) {
        return new Repair(family, first, command, List.of(judged));
    }

    static Stream<Repair> repairs() {
        return Stream.concat(changes(), Stream.of(S, R).flatMap(JudgedEffectsIT::withoutItems));
    }

    private static Stream<Repair> changes() {
        String asNow = "SELECT 1";
        return Stream.of(
                repair(
                        S,
                        asNow,
                        EffectsIT.extend("feature 1", "feature 2"),
                        "A feature feature 1: false LAPSED … - EXPIRED -> true ACTIVE … - SOON",
                        "A feature feature 2: false LAPSED … - EXPIRED -> true ACTIVE … - SOON",
                        "A gap: nothing -> … - feature 2,feature 1 6",
                        "A open license-expired: EXPIRED -> nothing",
                        "A open license-expiring: nothing -> SOON"),
                repair(
                        R,
                        asNow,
                        EffectsIT.extend("feature 1", "feature 2"),
                        "A feature feature 1: false LAPSED … - EXPIRED -> true ACTIVE … - SOON",
                        "A feature feature 2: false INACTIVE - - NONE -> true ACTIVE … - SOON",
                        "A gap: nothing -> … - feature 2,feature 1 6",
                        "A open license-expired: EXPIRED -> nothing",
                        "A open license-expiring: nothing -> SOON"),
                repair( // features 1 and 2 have lapsed because of their own grants: their alert stays open
                        S,
                        SUBSCRIPTION_ENDED,
                        EffectsIT.extend("feature 3").bound("SUBSCRIPTION"),
                        "A feature feature 3: true ACTIVE … - EXPIRED -> true ACTIVE … - SOON",
                        "A gap: nothing -> … - feature 3 6",
                        "A open license-expiring: nothing -> SOON"),
                repair( // fewer people have the excess access of the roles, so drift remains
                        S,
                        "UPDATE product_offerings SET max_users = 4",
                        EffectsIT.deactivate(SEATS),
                        "A drift: 2 0 5 -> 2 0 3",
                        "A drift member A events:write: ANY_OF feature 4 5 -> ANY_OF feature 4 3",
                        "A drift member A reports:read: ANY_OF feature 9 5 -> ANY_OF feature 9 3",
                        "A seats: 6 4 150 CRITICAL -> 4 4 100 NEAR_LIMIT"),
                repair(
                        R,
                        asNow,
                        EffectsIT.deactivate(SEATS),
                        "A drift: 3 0 5 -> 3 0 2",
                        "A drift member A events surface: ALL_OF feature 4 5 -> ALL_OF feature 4 2",
                        "A drift member A reports surface: ALL_OF feature 9 5 -> ALL_OF feature 9 2",
                        "A seats: 6 - - UNKNOWN_LIMIT -> 3 - - UNKNOWN_LIMIT"),
                repair(
                        S,
                        asNow,
                        EffectsIT.grantMissing(S),
                        "A drift: 2 0 5 -> 1 0 5",
                        "A drift member A events:write: ANY_OF feature 4 5 -> nothing",
                        "A feature feature 4: nothing -> true ACTIVE - - NONE"),
                repair(
                        R,
                        asNow,
                        EffectsIT.grantMissing(R),
                        "A drift: 3 0 5 -> 2 0 5",
                        "A drift member A events surface: ALL_OF feature 4 5 -> nothing",
                        "A feature feature 4: nothing -> true ACTIVE - - NONE"),
                repair(
                        S,
                        asNow,
                        EffectsIT.removeAccess(S, "member A"),
                        "A drift: 2 0 5 -> 1 0 5",
                        "A drift member A reports:read: ANY_OF feature 9 5 -> nothing"),
                repair(
                        R,
                        asNow,
                        EffectsIT.removeAccess(R, "member A"),
                        "A drift: 3 0 5 -> 2 0 5",
                        "A drift member A reports surface: ALL_OF feature 9 5 -> nothing"),
                repair(
                        S,
                        "DELETE FROM user_roles WHERE id = id('boss A in A')",
                        EffectsIT.provision(true, "complete", "feature 3", "feature 4", "feature 9"),
                        "A drift: 2 0 5 -> 1 0 5",
                        "A drift member A events:write: ANY_OF feature 4 5 -> nothing",
                        "A feature feature 4: nothing -> true ACTIVE - - NONE"),
                repair(
                        R,
                        asNow,
                        EffectsIT.provision(false, "complete", "feature 4", "feature 9"),
                        "A drift: 3 0 5 -> 2 0 5",
                        "A drift member A events surface: ALL_OF feature 4 5 -> nothing",
                        "A feature feature 4: nothing -> true ACTIVE - - NONE"),
                repair(
                        S,
                        asNow,
                        EffectsIT.complete(),
                        "A onboarding: false complete welcome,payment … true -> true complete welcome,payment … false",
                        "A open onboarding-stalled: STALLED -> nothing"),
                repair( // no column says since when nothing has happened
                        R,
                        asNow,
                        EffectsIT.complete(),
                        "A onboarding: false complete welcome,payment - false -> true complete welcome,payment - false"),
                repair(
                        S,
                        failures(S),
                        EffectsIT.refresh("seats_by_tenant"),
                        "view seats_by_tenant: failing -> nothing"),
                repair(
                        R,
                        failures(R),
                        EffectsIT.refresh("tenant_user_effective_permissions"),
                        "view tenant_user_effective_permissions: failing -> nothing"));
    }

    /** Commands without an effect on licensing: an index, and tasks for others by mail or webhook. */
    private static Stream<Repair> withoutItems(Family family) {
        List<TestCommand> commands = new ArrayList<>(List.of(
                TestCommand.of("REBUILD_VIEW_INDEX", "_system", "{\"view\": \"" + view(family) + "\"}", "{}"),
                TestCommand.of("START_RENEWAL", id("A"), "{}", "{}"),
                TestCommand.of("RERUN_ONBOARDING_STEP", id("A"), "{}", "{\"currentStep\": \"complete\"}"),
                TestCommand.of("UPGRADE_SEATS", id("A"), "{}", "{\"used\": 6, \"limit\": 2}"),
                TestCommand.of("CLEAR_CACHES", "_system", "{}", "{}")));
        if (family == S) {
            commands.add(TestCommand.of("NOTIFY_TENANT_ADMIN", id("A"), "{\"stage\": \"EXPIRED\"}", "{}"));
        }
        return commands.stream().map(command -> repair(family, "SELECT 1", command));
    }

    private static String view(Family family) {
        return family == S ? "seats_by_tenant" : "tenant_user_effective_permissions";
    }

    private static String failures(Family family) {
        return "INSERT INTO materialized_view_refresh_jobs (id, view_name, started_at, success"
                + (family == S ? ", completed_at, concurrent" : "") + ") SELECT gen_random_uuid(), '" + view(family)
                + "', now() - n * interval '1 minute', false" + (family == S ? ", now(), true" : "")
                + " FROM generate_series(1, 3) n";
    }

    @ParameterizedTest
    @MethodSource("repairs")
    void the_item_of_the_command_is_repaired_and_no_other_item_differs(Repair repair) throws Exception {
        Source source = source(repair.family());
        source.execute(repair.first());
        Instant at = Instant.now().plus(AHEAD);
        Judged before = Judged.of(source, at);
        carryOut(source, repair.command());
        assertThat(before.changesTo(Judged.of(source, at))).containsExactlyElementsOf(repair.judged());
    }

    private static void carryOut(Source source, TestCommand command) throws Exception {
        try (Commands commands = source.commands()) {
            String state = commands.run(command);
            if (state.equals("EXECUTING")) { // mail and webhooks: the receiver's action is outside this test
                commands.externalDone(command, "{\"ok\": true}");
                state = commands.advance(command);
            }
            assertThat(state).as("%s", commands.outbox(0)).isEqualTo("APPLIED");
        }
    }

    static Stream<Repair> leases() {
        return Stream.of(
                repair(S, "SELECT 1", EffectsIT.extend("feature 1", "feature 2")),
                repair(R, "SELECT 1", EffectsIT.extend("feature 1")),
                repair(S, SUBSCRIPTION_ENDED, EffectsIT.extend("feature 3").bound("SUBSCRIPTION")));
    }

    /** Nothing else runs: no worker, no END_EXTENSION. */
    @ParameterizedTest
    @MethodSource("leases")
    void a_lease_ends_by_its_own_data_while_everything_is_down(Repair lease) throws Exception {
        Source source = source(lease.family());
        source.execute(lease.first());
        Instant soon = Instant.now().plus(AHEAD);
        Instant fiveDaysLater = soon.plus(Duration.ofDays(5));
        Judged before = Judged.of(source, soon);
        Judged laterWithout = Judged.of(source, fiveDaysLater);
        carryOut(source, lease.command());
        assertThat(before.changesTo(Judged.of(source, soon))).isNotEmpty();
        assertThat(laterWithout.changesTo(Judged.of(source, fiveDaysLater))).isEmpty();
    }

    @Test
    void after_the_end_of_a_lease_everything_is_as_before() throws Exception {
        Source source = source(S);
        source.execute(SUBSCRIPTION_ENDED);
        Instant at = Instant.now().plus(AHEAD);
        Judged before = Judged.of(source, at);
        TestCommand lease = EffectsIT.extend("feature 3").bound("SUBSCRIPTION");
        carryOut(source, lease);
        assertThat(before.changesTo(Judged.of(source, at))).isNotEmpty();
        carryOut(
                source, TestCommand.of("END_EXTENSION", id("A"), "{\"leaseCommandId\": \"" + lease.id() + "\"}", "{}"));
        assertThat(before.changesTo(Judged.of(source, at))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void every_type_that_a_source_supports_is_evaluated(Family family) throws Exception {
        Set<CommandType> judged = repairs()
                .filter(repair -> repair.family() == family)
                .map(repair -> CommandType.valueOf(repair.command().type()))
                .collect(Collectors.toSet());
        judged.add(CommandType.END_EXTENSION); // below
        Set<CommandType> all = EnumSet.allOf(CommandType.class);
        try (Connection connection = source(family).connectAs(SaasOwner.ROLE)) {
            all.removeAll(new PreparedWorker(connection, SourceSchemas.DEFAULT, ZoneOffset.UTC)
                    .sql()
                    .unsupported()
                    .keySet());
        }
        assertThat(judged).containsExactlyInAnyOrderElementsOf(all);
        assertThat(WorkerCheck.of(PostgresAddress.parse(source(family).url("postgres")), SourceSchemas.DEFAULT))
                .as("check passes on the prepared source")
                .filteredOn(result -> result.verdict() != CheckResult.Verdict.OK)
                .extracting(CheckResult::check)
                .containsExactlyElementsOf(family == S ? List.of() : List.of("worker NOTIFY_TENANT_ADMIN"));
    }
}
