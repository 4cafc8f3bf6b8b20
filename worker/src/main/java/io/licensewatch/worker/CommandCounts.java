package io.licensewatch.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.worker.ledger.Ledger;
import io.licensewatch.worker.ledger.LedgerUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The number of open commands by state, in the whole ledger: read at intervals, since it is the same in every worker. */
final class CommandCounts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandCounts.class);
    private static final long EVERY_SECONDS = 15;

    private final Ledger ledger;
    private final ScheduledExecutorService thread;
    private volatile Map<CommandState, Integer> waiting = Map.of();
    private volatile boolean known;

    private CommandCounts(Ledger ledger) {
        this.ledger = ledger;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "command-counts");
            named.setDaemon(true);
            return named;
        });
    }

    /** @param ledger closed together with this */
    @SuppressWarnings("FutureReturnValueIgnored") // it has no result, and does not fail
    static CommandCounts start(Ledger ledger, MeterRegistry registry) {
        CommandCounts counts = new CommandCounts(ledger);
        register(registry, counts::of);
        counts.thread.scheduleWithFixedDelay(counts::count, 0, EVERY_SECONDS, TimeUnit.SECONDS);
        return counts;
    }

    static void register(MeterRegistry registry, ToDoubleFunction<CommandState> count) {
        for (CommandState state : CommandState.values()) {
            if (!state.isFinal()) {
                Gauge.builder("licensewatch.worker.waiting", () -> count.applyAsDouble(state))
                        .description("Open commands in the whole ledger; NaN while Postgres is unavailable")
                        .tag("state", state.name())
                        .register(registry);
            }
        }
    }

    private double of(CommandState state) {
        return known ? waiting.getOrDefault(state, 0) : Double.NaN;
    }

    private void count() {
        try {
            JsonNode open = ledger.status().path("open");
            Map<CommandState, Integer> counted = new EnumMap<>(CommandState.class);
            for (CommandState state : CommandState.values()) {
                counted.put(state, open.path(state.name()).asInt());
            }
            waiting = counted;
            known = true;
        } catch (LedgerUnavailableException e) {
            known = false; // the worker threads report it
        } catch (RuntimeException e) {
            known = false;
            LOG.warn("commands cannot be counted", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        ledger.abort();
        ledger.close();
    }
}
