package io.licensewatch.bench;

import io.licensewatch.embedded.DataDirectory;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** stream-app on topics that are full already, against a topology that does nothing; and a small tenant against a large. */
final class StreamBench {
    static final int TENANTS = 2000;
    static final int SMALL = 100;
    static final int LARGE = 100_000;
    private static final int USERS = 10;
    private static final int CHANGES_PER_FRONTIER = 5000;
    private static final int CHANGES_PER_TENANT_FRONTIER = 50;
    /** Longer than the frontiers of a run; brokers forget a producer whose last records are a day old. */
    private static final Duration BEFORE = Duration.ofHours(12);

    /** The growth runs time this part of the changes; each round starts from nothing. */
    private static final int GROWTH_PART = 8;

    private final Effort effort;
    private final Path directory;
    private final String bootstrapServers;
    private final Consumer<String> progress;

    private StreamBench(Effort effort, Path directory, String bootstrapServers, Consumer<String> progress) {
        this.effort = effort;
        this.directory = directory;
        this.bootstrapServers = bootstrapServers;
        this.progress = progress;
    }

    /**
     * How much is measured.
     *
     * @param changes how many row changes are timed
     * @param largeTenant users of the large tenant
     * @param rounds that count
     * @param passThroughSeconds that passing through takes at least; what takes less says little
     */
    record Effort(int changes, int largeTenant, int rounds, double passThroughSeconds) {
        static Effort usual(int changes) {
            return new Effort(changes, LARGE, 3, 10);
        }
    }

    /** Each part runs on an embedded broker of its own. */
    static StreamFigures run(Effort effort, Consumer<String> progress) throws InterruptedException, TimeoutException {
        double growth = withBroker(effort, progress, StreamBench::growth);
        return withBroker(effort, progress, bench -> bench.throughput(growth));
    }

    private interface Part<T> {
        T run(StreamBench bench) throws InterruptedException, TimeoutException;
    }

    private static <T> T withBroker(Effort effort, Consumer<String> progress, Part<T> part)
            throws InterruptedException, TimeoutException {
        try (DataDirectory directory = DataDirectory.temporary();
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            return part.run(new StreamBench(effort, directory.resolve("streams"), kafka.bootstrapServers(), progress));
        }
    }

    private StreamFigures throughput(double growth) throws InterruptedException, TimeoutException {
        Topics topics = new Topics("bench", Topics.DEFAULT_PARTITIONS);
        try (SourceTopics source = new SourceTopics(bootstrapServers, topics)) {
            progress.accept("writing " + effort.changes() + " changes of " + TENANTS + " tenants");
            Instant last = fill(source, effort.changes());
            List<StreamFigures.Round> rounds = new ArrayList<>();
            for (int round = 0; round <= effort.rounds(); round++) {
                progress.accept((round == 0 ? "to warm up" : "round " + round + " of " + effort.rounds())
                        + ": passing them through");
                Timing passThrough = passThrough(source, round);
                progress.accept("detecting");
                String name = "bench-" + round;
                source.readFrontiersFromTheFirst(name);
                Timing detection = Run.licensewatch(settings(source, name), null, last, source.tenantRows());
                source.deletePublished();
                StreamFigures.Round done = new StreamFigures.Round(detection, passThrough);
                progress.accept(String.format(
                        Locale.ROOT,
                        "%,.0f changes/s, %.1f us of CPU each; passed through %,.0f/s, %.1f us",
                        detection.changesPerSecond(),
                        detection.processMicros(),
                        passThrough.changesPerSecond(),
                        passThrough.processMicros()));
                if (round > 0) {
                    rounds.add(done);
                }
            }
            return new StreamFigures(rounds, growth);
        }
    }

    private static Instant fill(SourceTopics source, int changes) {
        Random random = new Random(1);
        MadeUpSource made = madeUp(source);
        made.catalogue();
        List<MadeUpSource.Tenant> tenants = new ArrayList<>();
        Frontier last = made.frontier();
        source.write(last);
        for (long next = CHANGES_PER_FRONTIER; source.tenantRows() < changes; ) {
            if (tenants.size() < TENANTS && (tenants.isEmpty() || random.nextInt(20) == 0)) {
                tenants.add(made.signUp(USERS));
            } else {
                made.change(tenants.get(random.nextInt(tenants.size())));
            }
            if (source.tenantRows() >= next || source.tenantRows() >= changes) {
                next += CHANGES_PER_FRONTIER;
                last = made.frontier();
                source.write(last);
            }
        }
        return last.sourceTime();
    }

    private static MadeUpSource madeUp(SourceTopics source) {
        return new MadeUpSource(2, Instant.now().minus(BEFORE), source::write);
    }

    /** As often as it takes to be long enough, each time from the first record. */
    private Timing passThrough(SourceTopics source, int round) throws InterruptedException, TimeoutException {
        TopicSpec output = new TopicSpec("bench-pass-through", Topics.DEFAULT_PARTITIONS, Map.of());
        List<String> inputs = Arrays.stream(SourceTable.values())
                .filter(SourceTable::hasTenant)
                .map(source.topics()::table)
                .toList();
        Timing all = Timing.NONE;
        for (int time = 0; all.seconds() < effort.passThroughSeconds(); time++) {
            Settings settings = settings(source, "bench-pass-through-" + round + "-" + time);
            try (TopicProvisioner provisioner = TopicProvisioner.connect(settings)) {
                provisioner.provision(List.of(output));
            }
            all = all.plus(Run.passThrough(settings, inputs, output.name(), source.tenantRows()));
        }
        return all;
    }

    /**
     * Median cost of a change in a large tenant, over that in a small one; both in turn, so that noise hits both. Both
     * databases have as many users in all, and as many changes lie between two frontiers, so that nothing differs but
     * the size of the tenant that is changed: neither how much of the state is warm, nor how often a tenant is evaluated.
     */
    private double growth() throws InterruptedException, TimeoutException {
        int users = effort.largeTenant();
        int changes = Math.max(1000, effort.changes() / GROWTH_PART);
        double[] small = new double[effort.rounds()];
        double[] large = new double[effort.rounds()];
        for (int round = 0; round < effort.rounds(); round++) {
            small[round] = changesOf("small-" + round, Math.max(1, users / SMALL), SMALL, changes);
            large[round] = changesOf("large-" + round, 1, users, changes);
            progress.accept(String.format(
                    Locale.ROOT,
                    "of %d users, a change costs %.1f us of CPU where a tenant has %d, %.1f us where one has all",
                    users,
                    small[round],
                    SMALL,
                    large[round]));
        }
        Arrays.sort(small);
        Arrays.sort(large);
        return large[effort.rounds() / 2] / small[effort.rounds() / 2];
    }

    /** CPU of the stream threads in us a change, once the users are there. */
    private double changesOf(String name, int tenants, int usersEach, int changes)
            throws InterruptedException, TimeoutException {
        try (SourceTopics source = new SourceTopics(bootstrapServers, new Topics(name, 1))) {
            Random random = new Random(3);
            MadeUpSource made = madeUp(source);
            made.catalogue();
            List<MadeUpSource.Tenant> all = new ArrayList<>();
            for (int i = 0; i < tenants; i++) {
                all.add(made.signUp(usersEach));
            }
            Frontier ready = made.frontier();
            source.write(ready);
            Frontier last = ready;
            for (int done = 0; done < changes; done += CHANGES_PER_TENANT_FRONTIER) {
                MadeUpSource.Tenant tenant = all.get(random.nextInt(tenants));
                for (int i = 0; i < CHANGES_PER_TENANT_FRONTIER; i++) {
                    made.change(tenant);
                }
                last = made.frontier();
                source.write(last);
            }
            source.readFrontiersFromTheFirst(name);
            Timing timing = Run.licensewatch(settings(source, name), ready.sourceTime(), last.sourceTime(), changes);
            source.deletePublished();
            return timing.threadMicros();
        }
    }

    private Settings settings(SourceTopics source, String applicationId) {
        return Run.settings(bootstrapServers, source, applicationId, directory);
    }
}
