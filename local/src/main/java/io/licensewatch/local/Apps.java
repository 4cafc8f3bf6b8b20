package io.licensewatch.local;

import io.licensewatch.cdc.Cdc;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.streams.StreamApp;
import io.licensewatch.streams.settings.StreamSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** cdc and stream-app, as in production, in this process. */
public final class Apps implements AutoCloseable {
    private final Cdc cdc;
    private final StreamApp streams;

    /**
     * Where they find what they need.
     *
     * @param sourceUrl {@code postgresql://user:password@host:port/database}
     * @param slot replication slot in the source
     * @param stateDirectory stream-app's
     * @param settings further settings of either, by full name
     */
    public record Wiring(
            String sourceUrl, String slot, String bootstrapServers, Path stateDirectory, Map<String, String> settings) {
        public Wiring {
            settings = Map.copyOf(settings);
        }

        CdcSettings cdc() {
            Map<String, String> given = of(CdcSettings.all());
            given.put("licensewatch.postgres.url", sourceUrl);
            given.put("licensewatch.postgres.slot", slot);
            given.put("licensewatch.kafka.bootstrap-servers", bootstrapServers);
            return CdcSettings.of(Settings.of(CdcSettings.all(), given));
        }

        Settings streams() {
            Map<String, String> given = of(StreamSettings.all());
            given.put("licensewatch.kafka.bootstrap-servers", bootstrapServers);
            given.put("licensewatch.streams.state-dir", stateDirectory.toString());
            return Settings.of(StreamSettings.all(), given);
        }

        private Map<String, String> of(List<Setting<?>> known) {
            Map<String, String> given = new HashMap<>(settings);
            given.keySet().retainAll(known.stream().map(Setting::name).toList());
            return given;
        }

        /** The source, without its password. */
        @Override
        public String toString() {
            return "slot " + slot + ", Kafka " + bootstrapServers + ", state " + stateDirectory;
        }
    }

    private Apps(Cdc cdc, StreamApp streams) {
        this.cdc = cdc;
        this.streams = streams;
    }

    /**
     * Returns while they are still getting ready.
     *
     * @param whenFailed called when one of them cannot continue
     * @throws io.licensewatch.cdc.preflight.UnfitSourceException when cdc's preflight fails
     */
    public static Apps start(Wiring wiring, Metrics metrics, Consumer<Throwable> whenFailed)
            throws InterruptedException, TimeoutException {
        Cdc cdc = Cdc.start(wiring.cdc(), Cdc.Start.CONTINUE, metrics.registry(), whenFailed);
        try {
            return new Apps(cdc, StreamApp.start(wiring.streams(), metrics.registry(), whenFailed));
        } catch (InterruptedException | TimeoutException | RuntimeException e) {
            cdc.close();
            throw e;
        }
    }

    List<HealthCheck> live() {
        return both(cdc.live(), streams.live());
    }

    public List<HealthCheck> ready() {
        return both(cdc.ready(), streams.ready());
    }

    /** Both apps have a check of the frontier. */
    private static List<HealthCheck> both(List<HealthCheck> ofCdc, List<HealthCheck> ofStreams) {
        return Stream.concat(
                        ofCdc.stream().map(check -> named("cdc-", check)),
                        ofStreams.stream().map(check -> named("streams-", check)))
                .toList();
    }

    private static HealthCheck named(String prefix, HealthCheck check) {
        return HealthCheck.of(prefix + check.name(), check::check);
    }

    @Override
    public void close() {
        try {
            streams.close();
        } finally {
            cdc.close();
        }
    }
}
