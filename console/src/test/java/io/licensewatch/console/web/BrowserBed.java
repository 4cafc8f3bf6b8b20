package io.licensewatch.console.web;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A console with the records of {@link Incident}, and a browser; each test has a new console. */
abstract class BrowserBed {
    static final Path SCREENSHOTS = Path.of("target", "screenshots");
    static final int WIDE = 1280;
    static final int NARROW = 360;

    @TempDir
    static Path downloads;

    static Browser browser;

    @TempDir
    Path directory;

    ConsoleUnderTest console;

    @BeforeAll
    static void open() {
        assumeThat(Browser.isInstalled())
                .as("SKIPPED: no browser here; apt-get install chromium chromium-driver")
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
        browser.emulate(Browser.Scheme.LIGHT, WIDE);
        browser.forget();
    }

    @AfterEach
    void stop() throws SQLException {
        browser.driver.get("about:blank");
        console.close();
    }

    final void go(String path) {
        browser.driver.get(console.address() + path);
    }
}
