package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.live.LiveChanges;
import io.licensewatch.console.store.Database;
import io.licensewatch.console.whatif.Turns;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The routes of the pages. */
public final class Pages implements Site, AutoCloseable {
    private final Live live;
    private final List<Site> sites;

    public Pages(
            Database database,
            Supplier<FeedStatus> feed,
            LiveChanges changes,
            Actions actions,
            boolean logsIn,
            Turns turns,
            Clock clock) {
        Templates templates = new Templates();
        Desk desk = new Desk(database, feed, clock, templates, logsIn);
        live = new Live(changes);
        sites = List.of(
                new OverviewPage(desk),
                new AlertsPage(desk),
                new AlertPage(desk),
                new TenantPages(desk),
                new CommandPages(desk),
                new DecisionPages(database, actions, clock),
                new PausePages(database, feed, actions, clock),
                new WhatIfPage(desk, turns),
                new SystemPage(desk),
                new AuditPage(desk),
                new ErrorPages(templates, clock),
                live);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        sites.forEach(site -> site.addTo(routes));
    }

    /** The number of pages that follow changes. */
    int open() {
        return live.open();
    }

    @Override
    public void close() {
        live.close();
    }
}
