package io.licensewatch.local;

import io.licensewatch.cli.Palette;
import io.licensewatch.cli.RecordJson;
import io.licensewatch.cli.RecordText;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.demo.Demo;
import io.licensewatch.local.demo.MadeUpSaas;
import io.licensewatch.runtime.process.ServiceRun;
import io.licensewatch.schemas.topic.Topics;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One demo: a stack, the scenario, and what follows. */
final class DemoRun {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration SEATS_HOLD = Duration.ofSeconds(3);
    private static final Duration DRIFT_HOLD = Duration.ofSeconds(1);
    private static final Duration IMPACT_WINDOW = Duration.ofSeconds(20);
    private static final Duration HELD_HOLD = Duration.ofSeconds(3);
    private static final Set<String> PRINTED =
            Set.of(Topics.ALERTS, Topics.COMMANDS, Topics.RESULTS, Topics.VERDICTS, Topics.DEAD_LETTERS);

    private final ServiceRun run;
    private final PrintStream people;
    private final Palette palette;
    private final @Nullable PrintStream json;
    private final MadeUpSaas saas = new MadeUpSaas();
    private final LocalOptions options = LocalOptions.temporary(
            Map.of(
                    "licensewatch.rules.seats-easing-hold", SEATS_HOLD.toSeconds() + "s",
                    "licensewatch.rules.drift-hold", DRIFT_HOLD.toSeconds() + "s",
                    "licensewatch.rules.held-hold", HELD_HOLD.toSeconds() + "s",
                    "licensewatch.rules.impact-window", IMPACT_WINDOW.toSeconds() + "s"),
            saas);
    private @Nullable LocalStack stack;
    private volatile boolean printsAll;

    /** @param json where records go as JSON; null for nowhere */
    DemoRun(ServiceRun run, PrintStream people, Palette palette, @Nullable PrintStream json) {
        this.run = run;
        this.people = people;
        this.palette = palette;
        this.json = json;
    }

    /** @return whether everything was published as expected */
    boolean play() throws SQLException, InterruptedException, TimeoutException {
        people.println();
        people.println(palette.strong("   licensewatch demo") + ": the runbook's incidents on a small made-up SaaS");
        people.println();
        run.closeAtEnd(saas);
        LocalStack started = run.closeAtEnd(LocalStack.start(options, this::doing, run::fail));
        stack = started;
        EmbeddedPostgres16 postgres = Objects.requireNonNull(started.postgres(), "a demo has its own database");
        Consumer<TopicRecord> onRecord = this::print;
        Demo demo = run.closeAtEnd(new Demo(started.bootstrapServers(), saas, onRecord, people, palette));
        doing("waiting for the snapshot");
        new Readiness(started.ready()).await(READY_WITHIN, this::doing);
        people.println();
        people.println("   Console: " + palette.strong(started.consoleAddress()));
        people.println();
        people.println("   Holds are shortened for the demo: seats ease after " + SEATS_HOLD.toSeconds()
                + " s instead of 60 s, drift is reported after " + DRIFT_HOLD.toSeconds()
                + " s instead of 5 s, held commands after " + HELD_HOLD.toSeconds()
                + " s instead of 60 s, and tenants that turn critical within " + IMPACT_WINDOW.toSeconds()
                + " s instead of 15 min are one incident.");
        people.println(
                "   Limits are for nine customers: UPGRADE_SEATS reaches one customer an hour, everything else up to 20. Mail stays in"
                        + " this process, and calls go to a service of the made-up SaaS (service.sql).");
        try (Connection connection = postgres.connect()) {
            return demo.play(connection, SEATS_HOLD, DRIFT_HOLD, IMPACT_WINDOW);
        }
    }

    private void doing(String what) {
        people.println("   " + palette.faint(what));
    }

    private void print(TopicRecord read) {
        if (json != null) {
            json.println(RecordJson.line(read));
            json.flush();
        }
        if (printsAll && PRINTED.contains(read.topic())) {
            people.println(new RecordText(palette).line(read));
        }
    }

    /** Says what to do next; from here on, each record is printed as it arrives. */
    void stayUp() {
        people.println(palette.strong("━━ Your turn ") + palette.faint("━".repeat(81)));
        new Connections(Objects.requireNonNull(stack), options).print(people, palette);
        people.println();
        people.println("   Open the console to see what you have just seen: "
                + palette.strong(Objects.requireNonNull(stack).consoleAddress()));
        people.println("   Try: SELECT hire(5, 'Blue Door Yoga', 'coach');");
        people.println("   Try: UPDATE tenant_feature_grants SET expires_at = current_date"
                + " WHERE tenant_id = tenant('Quiet Corner Chess');");
        people.println("   Its effects are printed here; ./licensewatch commands --waiting --bootstrap "
                + Objects.requireNonNull(stack).bootstrapServers()
                + " lists what a person has to approve. Ctrl-C ends it.");
        people.println();
        printsAll = true;
    }
}
