package io.licensewatch.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, with the time zone of Berlin. */
final class Browser implements AutoCloseable {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final int HEIGHT = 900;

    enum Scheme {
        LIGHT,
        DARK
    }

    final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static boolean isInstalled() {
        return Stream.of(DRIVER, CHROMIUM).allMatch(Files::isExecutable);
    }

    static Browser open(Path downloads) {
        ChromeOptions options = new ChromeOptions()
                .setBinary(CHROMIUM.toFile())
                .addArguments(
                        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en-GB")
                .setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "Europe/Berlin"));
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        driver.manage().timeouts().implicitlyWait(Duration.ofSeconds(5));
        return new Browser(driver);
    }

    void emulate(Scheme scheme, int width) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of(
                                "name",
                                "prefers-color-scheme",
                                "value",
                                scheme.name().toLowerCase(Locale.ROOT)))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    Optional<WebElement> seek(String css) {
        return driver.findElements(By.cssSelector(css)).stream().findFirst();
    }

    /** The whole page, however long it is. */
    void picture(Path file) throws IOException {
        Object data = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .get("data");
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
    }

    /** No accessibility violations, and no horizontal scrolling. */
    void requireAccessible(String page) {
        Results results = new AxeBuilder().analyze(driver);
        List<String> faults = results.getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(Browser::words)
                .toList();
        assertThat(faults).as(page).isEmpty();
        assertThat(driver.executeScript("return document.documentElement.scrollWidth - innerWidth"))
                .as("%s: pixels beyond the right edge", page)
                .satisfies(beyond -> assertThat((Long) beyond).isNotPositive());
    }

    private static String words(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().stream().limit(3).map(node -> node.getHtml()).toList();
    }

    /** Drops earlier log entries and requests. */
    void forget() {
        driver.get("about:blank");
        driver.manage().logs().get(LogType.BROWSER);
        driver.manage().logs().get(LogType.PERFORMANCE);
    }

    /** The errors of scripts, and the hosts that the browser has requested, since the last call. */
    void requireQuiet(String page, String address) throws IOException {
        requireQuiet(page, address, false);
    }

    /** @param refused whether the page itself is an error page: only that may be in the log */
    void requireQuiet(String page, String address, boolean refused) throws IOException {
        String itself = driver.getCurrentUrl() + " - Failed to load resource: the server responded with a status of 4";
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .as("%s: log of the browser", page)
                .filteredOn(entry -> !refused || !entry.getMessage().startsWith(itself))
                .isEmpty();
        String host = URI.create(address).getAuthority();
        for (var entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            String url = Json.MAPPER
                    .readTree(entry.getMessage())
                    .at("/message/params/request/url")
                    .asText();
            assertThat(url).as(page).matches("|http://" + host + "/.*|data:.*|blob:.*");
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
