package io.licensewatch.console.web;

import io.licensewatch.console.feed.FeedStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every page in a browser, for every role and all kinds of data. */
class EveryPageBrowserIT extends BrowserBed {
    /** These pages explain why there is no data. */
    private static final Set<String> REFUSED = Set.of("missing", "what-if-wrong");

    @Test
    void every_page_is_accessible_in_light_and_dark_wide_and_narrow() throws Exception {
        for (Map.Entry<String, String> page : pages().entrySet()) {
            for (Browser.Scheme scheme : Browser.Scheme.values()) {
                for (int width : List.of(WIDE, NARROW)) {
                    browser.emulate(scheme, width);
                    go(page.getValue());
                    String name = page.getKey() + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-"
                            + (width == WIDE ? "wide" : "narrow");
                    browser.picture(SCREENSHOTS.resolve(name + ".png"));
                    browser.requireAccessible(name);
                    browser.requireQuiet(name, console.address(), REFUSED.contains(page.getKey()));
                }
            }
        }
    }

    @Test
    void filtered_pages_and_longer_ranges_are_accessible() throws Exception {
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
    void empty_stale_and_building_pages_are_accessible() throws Exception {
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
