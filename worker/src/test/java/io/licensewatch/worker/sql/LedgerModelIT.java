package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.result.CommandState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands and decisions in random order; a failure prints the seed. */
class LedgerModelIT {
    private static final int STEPS = Integer.getInteger("licensewatch.steps", 400);

    @RegisterExtension
    static final Postgres postgres = new Postgres();

    @ParameterizedTest
    @EnumSource(Family.class)
    void in_any_order_each_effect_happens_once_and_the_history_is_complete(Family family) throws Exception {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime());
        Source source = postgres.prepared(family);
        prepare(source, family);
        Random random = new Random(seed);
        List<TestCommand> all = new ArrayList<>();
        try (Commands one = source.commands();
                Commands two = source.commands()) {
            for (int i = 0; i < STEPS; i++) {
                step(source, random.nextBoolean() ? one : two, random, all);
            }
            source.execute(
                    "SELECT licensewatch.resume(NULL, NULL, 'maria')",
                    "SELECT licensewatch.resume(id('T1')::text, NULL, 'maria')");
            assertThatItIsWhole(source, one, seed, all);
        }
    }

    /** Counts effects: one per tenant's row and command, since the message of the command names no row. */
    private static void prepare(Source source, Family family) throws Exception {
        String columns =
                family == Family.STEWARDTRACK ? "id, tenant_id, user_id, current_step" : "tenant_id, current_step";
        String values = family == Family.STEWARDTRACK
                ? "id('o' || n), id('T' || n), id('busy'), 'complete'"
                : "id('T' || n), 'complete'";
        source.execute(
                "INSERT INTO onboarding_progress (" + columns + ") SELECT " + values + " FROM generate_series(1, 60) n",
                "CREATE TABLE effects (tenant_id uuid, at timestamptz DEFAULT clock_timestamp())",
                "CREATE FUNCTION count_effect() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.effects VALUES"
                        + " (NEW.tenant_id); RETURN NEW; END $$",
                "CREATE TRIGGER count_effect AFTER UPDATE ON onboarding_progress FOR EACH ROW EXECUTE FUNCTION count_effect()",
                "UPDATE licensewatch.limits SET tenants_per_hour = 15, tenants_percent = 100 WHERE type = '*'");
    }

    private static void step(Source source, Commands commands, Random random, List<TestCommand> all) throws Exception {
        if (all.isEmpty() || random.nextInt(4) == 0) {
            String type = random.nextInt(3) == 0 ? "RERUN_ONBOARDING_STEP" : "MARK_ONBOARDING_COMPLETE";
            TestCommand command =
                    TestCommand.of(type, id("T" + (1 + random.nextInt(60))), "{}", "{\"currentStep\": \"complete\"}");
            if (random.nextInt(3) == 0) {
                command = command.approvals(1 + random.nextInt(2));
            }
            if (random.nextInt(6) == 0) {
                command = command.deadline(Instant.now().plusMillis(random.nextInt(200)));
            }
            all.add(command);
        }
        TestCommand command = all.get(random.nextInt(all.size()));
        switch (random.nextInt(14)) {
            case 0, 1 -> commands.receive(command);
            case 2 -> {
                if (random.nextInt(4) == 0) {
                    commands.receive(command.cancel());
                }
            }
            case 3, 4 ->
                commands.approve(command, List.of("maria", "ben", "eve").get(random.nextInt(3)), plan(source, command));
            case 5 -> {
                if (random.nextInt(4) == 0) {
                    commands.decide(TestCommand.action("REJECT", command, "maria", null));
                }
            }
            case 6 ->
                commands.externalDone(
                        command,
                        List.of("{\"ok\": true}", "{\"ok\": false}", "{\"ok\": false, \"retryable\": true}")
                                .get(random.nextInt(3)));
            case 7 -> commands.error(command, "{\"sqlState\": \"40P01\", \"message\": \"deadlock detected\"}");
            case 8 -> {
                String tenant = random.nextBoolean() ? "NULL" : "id('T1')::text";
                source.execute(
                        random.nextInt(3) == 0
                                ? "SELECT licensewatch.pause(" + tenant + ", NULL, 'maria', 'test')"
                                : "SELECT licensewatch.resume(" + tenant + ", NULL, 'maria')");
            }
            case 9 -> commands.outbox(random.nextInt(50));
            default -> {
                if (source.values("SELECT 1 FROM licensewatch.ledger WHERE command_id = ?", command.id())
                        .isEmpty()) {
                    commands.receive(command);
                }
                if (random.nextBoolean()) {
                    commands.makeDue(command);
                }
                commands.advance(command);
            }
        }
    }

    private static @Nullable String plan(Source source, TestCommand command) throws Exception {
        List<String> plans =
                source.values("SELECT plan ->> 'planHash' FROM licensewatch.ledger WHERE command_id = ?", command.id());
        return plans.isEmpty() ? null : plans.get(0);
    }

    private static void assertThatItIsWhole(Source source, Commands commands, long seed, List<TestCommand> all)
            throws Exception {
        Map<String, List<JsonNode>> histories = new HashMap<>();
        long seq = 0;
        for (JsonNode result : commands.outbox(0)) {
            assertThat(result.get("seq").asLong())
                    .as("seed %d: gapless, in order", seed)
                    .isEqualTo(++seq);
            histories
                    .computeIfAbsent(result.get("commandId").asText(), c -> new ArrayList<>())
                    .add(result);
        }
        Map<String, Integer> effects = new HashMap<>();
        histories.forEach((id, history) -> {
            CommandState former = null;
            for (int n = 1; n <= history.size(); n++) {
                JsonNode result = history.get(n - 1);
                CommandState state = CommandState.valueOf(result.get("state").asText());
                assertThat(result.get("resultId").asText()).as("seed %d", seed).isEqualTo(id + ":" + n);
                if (former == null) {
                    assertThat(state)
                            .as("seed %d: %s", seed, history)
                            .isIn(CommandState.ISSUED, CommandState.CANCELLED);
                } else if (state != former
                        || !"TOO_LATE".equals(result.get("reason").asText())) {
                    assertThat(former.next()).as("seed %d: %s", seed, history).contains(state);
                }
                former = state;
                assertThat(result.get("effectiveLsn").isNull())
                        .as("seed %d: %s", seed, result)
                        .isEqualTo(state != CommandState.APPLIED);
            }
            JsonNode last = history.get(history.size() - 1);
            if (last.get("state").asText().equals("APPLIED")
                    && last.get("type").asText().equals("MARK_ONBOARDING_COMPLETE")) {
                effects.merge(last.get("tenantId").asText(), 1, Integer::sum);
            }
        });
        Map<String, Integer> counted = new HashMap<>();
        source.values("SELECT tenant_id FROM effects").forEach(tenant -> counted.merge(tenant, 1, Integer::sum));
        assertThat(counted)
                .as("seed %d: each effect once, and none without a result", seed)
                .isEqualTo(effects);
        assertThat(counted.size()).as("seed %d: the budget", seed).isLessThanOrEqualTo(15);
        assertThat(histories.keySet())
                .as("seed %d", seed)
                .isSubsetOf(all.stream().map(TestCommand::id).toList());
    }
}
