package io.licensewatch.console.web;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.licensewatch.console.feed.FeedStatus;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every page in a browser, whoever looks at it and whatever there is to show. */
class EveryPageBrowserIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int WIDE = 1280;
    private static final int NARROW = 360;
    /** They show why there is nothing. */
    private static final Set<String> REFUSED = Set.of("missing", "what-if-wrong");

    @TempDir
    static Path downloads;

    private static Browser browser;

    @TempDir
    Path directory;

    private ConsoleUnderTest console;

    @BeforeAll
    static void open() {
        assumeThat(Browser.isInstalled())
                .as("LEFT OUT: no browser here; apt-get install chromium chromium-driver")
                .isTrue();
        browser = Browser.open(downloads);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws SQLException {
        console = new ConsoleUnderTest(directory);
        Incident.fill(console.model);
        browser.look(Browser.Look.LIGHT, WIDE);
        browser.forget();
    }

    @AfterEach
    void stop() throws SQLException {
        browser.driver.get("about:blank");
        console.close();
    }

    private void go(String path) {
        browser.driver.get(console.address() + path);
    }

    @Test
    void every_page_is_for_everybody_in_light_and_dark_wide_and_narrow() throws Exception {
        for (Map.Entry<String, String> page : pages().entrySet()) {
            for (Browser.Look look : Browser.Look.values()) {
                for (int width : List.of(WIDE, NARROW)) {
                    browser.look(look, width);
                    go(page.getValue());
                    String name = page.getKey() + "-" + look.name().toLowerCase(Locale.ROOT) + "-"
                            + (width == WIDE ? "wide" : "narrow");
                    browser.picture(SCREENSHOTS.resolve(name + ".png"));
                    browser.requireAccessible(name);
                    browser.requireQuiet(name, console.address(), REFUSED.contains(page.getKey()));
                }
            }
        }
    }

    @Test
    void what_a_filter_or_a_longer_range_shows_is_a_page_too() throws Exception {
        for (Map.Entry<String, String> page : Map.of(
                        "overview-month", "/?score=MONTH", "commands-ineffective", "/commands?effect=INEFFECTIVE")
                .entrySet()) {
            go(page.getValue());
            browser.picture(SCREENSHOTS.resolve(page.getKey() + ".png"));
            browser.requireAccessible(page.getKey());
            browser.requireQuiet(page.getKey(), console.address());
        }
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/");
        pages.put("alerts", "/alerts");
        pages.put("alert", "/alerts/" + Incident.ALERT);
        pages.put("tenants", "/tenants");
        pages.put("tenants-none", "/tenants?q=nobody");
        pages.put("tenant", "/tenants/" + Incident.TENANT);
        pages.put("approvals", "/approvals");
        pages.put("commands", "/commands");
        pages.put("command", "/commands/" + Incident.COMMAND);
        pages.put(
                "what-if",
                "/what-if?seatsNearPercent=70&seatsCriticalPercent=130&expiryNotice=60d&expiredEscalation=5d");
        pages.put("what-if-wrong", "/what-if?seatsNearPercent=130&expirySoon=a+week");
        pages.put("system", "/system");
        pages.put("audit", "/audit");
        pages.put("missing", "/nowhere");
        return pages;
    }

    @Test
    void empty_stale_and_building_pages_are_pages_too() throws Exception {
        try (ConsoleUnderTest empty = new ConsoleUnderTest(directory.resolve("empty"))) {
            for (Map.Entry<String, String> page : Map.of(
                            "empty-overview",
                            "/",
                            "empty-alerts",
                            "/alerts",
                            "empty-what-if",
                            "/what-if",
                            "empty-approvals",
                            "/approvals",
                            "empty-system",
                            "/system")
                    .entrySet()) {
                empty.status = new FeedStatus(FeedStatus.Phase.BUILDING, 80, 1200, 400, Incident.NOW, null);
                browser.driver.get(empty.address() + page.getValue());
                browser.picture(SCREENSHOTS.resolve(page.getKey() + ".png"));
                browser.requireAccessible(page.getKey());
                browser.requireQuiet(page.getKey(), empty.address());
            }
            browser.forget();
        }
        console.status = ConsoleUnderTest.live(Incident.NOW.minusSeconds(300));
        go("/");
        browser.picture(SCREENSHOTS.resolve("stale-overview.png"));
        browser.requireAccessible("stale");
        browser.requireQuiet("stale", console.address());
    }
}
