package io.licensewatch.console;

import io.licensewatch.console.access.Access;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.action.KafkaActions;
import io.licensewatch.console.api.Api;
import io.licensewatch.console.feed.Feed;
import io.licensewatch.console.http.ConsoleServer;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.live.LiveChanges;
import io.licensewatch.console.report.PostMortems;
import io.licensewatch.console.runbook.Runbook;
import io.licensewatch.console.store.Database;
import io.licensewatch.console.web.LoginPages;
import io.licensewatch.console.web.Pages;
import io.licensewatch.console.whatif.Turns;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.process.OpenParts;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The console as a component.
 *
 * <pre>{@code
 * try (Console console = Console.start(settings, registry, failure -> ...)) {
 *     open(console.address());
 * }
 * }</pre>
 */
public final class Console implements AutoCloseable {
    private final OpenParts parts = new OpenParts();
    private final Feed feed;
    private final ConsoleServer server;

    /** @param furtherSites whose routes are added before the others */
    Console(Settings settings, MeterRegistry registry, Consumer<Throwable> whenFailed, List<Site> furtherSites)
            throws SQLException {
        Clock clock = Clock.systemUTC();
        String host = settings.get(ConsoleSettings.HOST);
        Access access = Access.of(settings, host, clock); // first: the console must not start without access control
        LiveChanges changes = new LiveChanges();
        try {
            Database database = parts.keep(Database.open(settings.get(ConsoleSettings.DATA_DIRECTORY)));
            feed = parts.keep(Feed.start(
                    settings, settings.get(ConsoleSettings.RETENTION), database.writer(), clock, changes, whenFailed));
            new ConsoleMetrics(registry, feed::status, changes::listeners);
            Actions actions = parts.keep(KafkaActions.to(CommonSettings.kafkaProperties(settings)));
            Turns turns = new Turns();
            Pages pages = new Pages(
                    database, feed::status, changes, actions, access.login().isPresent(), turns, clock);
            Api api = new Api(database, feed::status, changes, actions, turns, clock);
            Runbook runbook = new Runbook(database, feed::status, actions, clock);
            List<Site> sites = new ArrayList<>(furtherSites);
            sites.addAll(List.of(pages, new LoginPages(access), api, runbook));
            sites.add(new PostMortems(database, feed::status, clock));
            server = parts.keep(ConsoleServer.start(host, settings.get(ConsoleSettings.PORT), access, sites));
            parts.keep(pages); // closed before the server, which does not wait for clients
            parts.keep(api);
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Every setting of {@link #start}. */
    public static List<Setting<?>> settings() {
        return ConsoleSettings.all();
    }

    /**
     * Returns while the read model is still being built; its pages show that.
     *
     * @param whenFailed called once, from another thread, for a permanent failure
     * @throws io.licensewatch.runtime.settings.ConfigurationException if others could have access without a login
     * @throws io.licensewatch.console.store.DatabaseInUseException if another console uses the directory
     * @throws io.licensewatch.runtime.http.AddressTakenException if the address cannot be bound
     */
    public static Console start(Settings settings, MeterRegistry registry, Consumer<Throwable> whenFailed)
            throws SQLException {
        return new Console(settings, registry, whenFailed, List.of());
    }

    /** All routes with their required roles. */
    List<ConsoleServer.Route> routes() {
        return server.routes();
    }

    /** The address for browsers. */
    public String address() {
        return server.address();
    }

    public List<HealthCheck> live() {
        return List.of(HealthCheck.of("feed", feed::live));
    }

    /** Whether the read model is up to date with the topics. */
    public List<HealthCheck> ready() {
        return List.of(HealthCheck.of("read-model", feed::ready));
    }

    @Override
    public void close() {
        parts.close();
    }
}
