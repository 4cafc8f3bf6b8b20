package io.licensewatch.local.demo;

import io.licensewatch.cli.Palette;
import io.licensewatch.cli.TopicRecord;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/** The scenario on a running stack whose database is {@link SampleDatabase}. */
public final class Demo implements AutoCloseable {
    private static final ScenarioPlayer.Patience PATIENCE =
            new ScenarioPlayer.Patience(Duration.ofSeconds(30), Duration.ofMillis(1500), Duration.ofMinutes(5));

    private final PublicStream stream;
    private final MadeUpSaas saas;
    private final Approver approver;
    private final PrintStream people;
    private final Palette palette;

    /**
     * @param saas that the worker works for
     * @param onRecord takes every record of a public topic, in another thread
     * @param people where the story is printed
     */
    public Demo(
            String bootstrapServers,
            MadeUpSaas saas,
            Consumer<TopicRecord> onRecord,
            PrintStream people,
            Palette palette) {
        this.saas = saas;
        this.approver = new CliApprover(bootstrapServers);
        this.stream = PublicStream.open(bootstrapServers, onRecord);
        this.people = people;
        this.palette = palette;
    }

    /**
     * Plays it once.
     *
     * @param seatsHold the setting under which stream-app runs
     * @param driftHold likewise
     * @param impactWindow likewise
     * @return whether everything expected was published and nothing else
     */
    public boolean play(Connection connection, Duration seatsHold, Duration driftHold, Duration impactWindow)
            throws SQLException, InterruptedException {
        ConsoleNarrator narrator = new ConsoleNarrator(people, palette, saas.deliveries());
        long start = System.nanoTime();
        Outcome outcome = new ScenarioPlayer(
                        sql -> SampleDatabase.run(connection, sql), approver, stream.arrivals(), narrator, PATIENCE)
                .play(new Scenario(seatsHold, driftHold, impactWindow).incidents());
        narrator.summary(outcome, Duration.ofNanos(System.nanoTime() - start));
        return outcome.isAsExpected();
    }

    @Override
    public void close() {
        stream.close();
    }
}
