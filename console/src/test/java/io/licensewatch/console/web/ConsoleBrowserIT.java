package io.licensewatch.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.control.ActionWriter;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Scenarios of a person with a browser. */
class ConsoleBrowserIT extends BrowserBed {
    private static final Duration SOON = Duration.ofSeconds(20);

    @BeforeEach
    void writeActionsToTheReadModel() {
        console.writeBy(action -> {
            console.written.add(action);
            take(
                    Topics.ACTIONS,
                    action.tenantId(),
                    new String(ActionWriter.record(action).value(), StandardCharsets.UTF_8));
        });
    }

    private void take(String topic, String key, String json) {
        try {
            console.changes.accept(console.model.take(topic, key, json));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void happens(String... samples) throws SQLException {
        for (String sample : samples) {
            console.changes.accept(console.model.samples(sample));
        }
    }

    @Test
    void a_person_finds_a_tenant_approves_its_command_and_sees_the_effect() throws Exception {
        go("/tenants");
        browser.find("input[name=q]").sendKeys("arbour");
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.driver.findElements(By.cssSelector("tbody th a")))
                        .extracting(WebElement::getText)
                        .containsExactly(Incident.NAME));
        assertThat(browser.driver.getCurrentUrl()).contains("q=arbour");
        browser.find("tbody th a").click();
        assertThat(browser.find("h1").getText()).isEqualTo(Incident.NAME);
        browser.find("#alert-" + Incident.ALERT + " .what a").click();
        assertThat(browser.find("h1").getText()).contains("61 of 50 seats");
        assertThat(browser.find(".evidence").getText()).contains("public.user_roles");
        assertThat(browser.find(".answers time").getText())
                .as("the time in Berlin, and UTC")
                .contains("10:15:02", "09:15:02 UTC");

        browser.find(".answers .next a").click();
        assertThat(browser.find(".words").getText()).contains("Frees at most 11 seats");
        browser.find(".approve").click();
        assertThat(browser.find(".notice.good").getText()).contains("was written");
        assertThat(console.written)
                .singleElement()
                .satisfies(action -> assertThat(action.commandId()).isEqualTo(Incident.COMMAND));
        happens("remediation-result-approved", "remediation-result-applied", "verdict-effective");
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(browser.find(".lead .state").getText()).contains("Effective"));
        assertThat(browser.find(".timeline").getText()).contains("Approve by " + System.getProperty("user.name"));
        browser.requireQuiet("the way to an approval", console.address());
    }

    @Test
    void a_person_downloads_the_post_mortem_by_its_link() throws Exception {
        go("/alerts/" + Incident.ALERT);
        browser.find("a[download]").click();

        Path file = await().atMost(SOON)
                .until(() -> downloaded(".md"), Optional::isPresent)
                .orElseThrow();

        assertThat(file.getFileName().toString()).matches("post-mortem-2026-03-02-seat-utilization-[A-Za-z0-9-]+[.]md");
        assertThat(Files.readString(file))
                .startsWith("# Post-mortem: seat-utilization of " + Incident.NAME)
                .contains("## Timeline", "## Action items", "61 of 50 seats", "DEACTIVATE_INACTIVE_USERS", "- [ ]");
        assertThat(browser.find("h1").getText()).as("the page is still there").contains("61 of 50 seats");
        browser.requireQuiet("the download", console.address());
    }

    /** The complete file: an incomplete one has another name. */
    private static Optional<Path> downloaded(String ending) throws IOException {
        try (Stream<Path> files = Files.list(downloads)) {
            return files.filter(file -> file.toString().endsWith(ending)).findFirst();
        }
    }

    @Test
    void every_page_of_the_navigation_opens_without_errors() throws Exception {
        go("/");
        for (Section section : Section.values()) {
            browser.find("#nav a[href='" + section.path() + "']").click();
            await().atMost(SOON)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    browser.find("#nav a[aria-current=page]").getText())
                            .startsWith(section.title()));
            assertThat(browser.find("h1").getText()).isNotEmpty();
            browser.requireQuiet(section.title(), console.address());
        }
    }

    @Test
    void a_person_pauses_sees_the_confirmation_and_resumes() throws Exception {
        go("/system");
        browser.find("#pause input[name=reason]").sendKeys("restore of Friday");
        browser.find("#pause button").click();
        assertThat(browser.find(".notice.good").getText()).contains("was written");
        assertThat(browser.find("#system").getText()).contains("not confirmed by the worker");
        String pause = console.written.get(0).actionId();
        console.changes.accept(console.model.sample(
                "pauses-none",
                Map.of(
                        "at",
                        Incident.NOW.plusSeconds(1).toString(),
                        "pauses",
                        List.of(pausedByAll(pause), pausedByAll(null)))));
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(browser.find("[aria-label=Pauses]").getText())
                                .contains("All commands", "restore of Friday", "can only be ended there"));
        browser.picture(SCREENSHOTS.resolve("system-paused.png"));
        browser.requireAccessible("a pause");
        go("/");
        browser.picture(SCREENSHOTS.resolve("overview-paused.png"));
        browser.emulate(Browser.Scheme.DARK, NARROW);
        go("/");
        browser.picture(SCREENSHOTS.resolve("overview-paused-dark-narrow.png"));
        browser.emulate(Browser.Scheme.LIGHT, WIDE);
        go("/system");
        browser.find("form[action='/pauses/resume'] button").click();
        assertThat(browser.find(".notice.good").getText()).contains("was written");
        assertThat(console.written)
                .extracting(OperatorAction::kind)
                .containsExactly(ActionKind.PAUSE, ActionKind.RESUME);
        browser.requireQuiet("a pause", console.address());
    }

    private static Map<String, Object> pausedByAll(@Nullable String actionId) {
        Map<String, Object> pause = new HashMap<>();
        pause.put("tenantId", null);
        pause.put("type", null);
        pause.put("by", actionId == null ? "postgres" : "maria");
        pause.put("reason", "restore of Friday");
        pause.put("since", Incident.NOW.minusSeconds(600).toString());
        pause.put("actionId", actionId);
        return pause;
    }

    @Test
    void pages_update_without_losing_input_or_focus() throws Exception {
        go("/approvals");
        WebElement reason = browser.find("#approval-" + Incident.COMMAND + " input[name=reason]");
        reason.sendKeys("not before");
        browser.find("#approval-51d3a7c900008761 summary").click();
        happens("command-rerun-onboarding-step");
        console.status = ConsoleUnderTest.live(Incident.NOW.minusSeconds(60));
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(browser.find("#banner").getText()).contains("Not up to date with Kafka"));
        assertThat(browser.seek("#approval-51d3a7c900008761 details[open]")).isPresent();
        console.status = ConsoleUnderTest.live(Incident.NOW);
        browser.requireQuiet("living pages", console.address());
    }

    @Test
    void a_console_that_does_not_answer_is_reported() throws Exception {
        go("/");
        assertThat(browser.find("#lost").isDisplayed()).isFalse();
        console.close();
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(browser.find("#lost").getText()).contains("The console does not answer"));
        browser.driver.manage().logs().get("browser");
    }

    @Test
    void every_action_works_with_the_keyboard() throws Exception {
        go("/");
        WebElement body = browser.find("body");
        body.sendKeys(Keys.TAB);
        assertThat(browser.driver.switchTo().activeElement().getText()).isEqualTo("Skip to content");
        browser.driver.switchTo().activeElement().sendKeys(Keys.ENTER);
        assertThat(browser.driver.getCurrentUrl()).endsWith("#main");
        browser.requireQuiet("the keyboard", console.address());
    }
}
