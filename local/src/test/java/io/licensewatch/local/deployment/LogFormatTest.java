package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;

/** Every logback configuration of ours writes what it is given as one line, and stack traces as their lines. */
class LogFormatTest {
    private static final String OUR_ENCODER = " class=\"io.licensewatch.runtime.logging.LineEncoder\"";
    private static final String HOSTILE = "x\n2026-01-01 ERROR forged\u001b[2J\u202e\u2028\u0085y";

    static List<String> configurations() throws IOException {
        Path root = Repository.here().root();
        List<String> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module :
                    modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(file -> file.getFileName().toString().matches("logback.*\\.xml"))
                            .forEach(file -> found.add(root.relativize(file).toString()));
                }
            }
        }
        return found;
    }

    @Test
    void there_are_some() throws IOException {
        assertThat(configurations())
                .contains("runtime/src/main/resources/logback.xml", "local/src/main/resources/logback-local.xml");
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void nothing_that_is_logged_forges_a_line(String configuration) throws Exception {
        assertThat(Repository.here().text(configuration)).contains(OUR_ENCODER);
        String text = written(configuration, Repository.here().text(configuration));

        assertThat(text.chars().filter(c -> c != '\n' && c != '\t'))
                .noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028);
        assertThat(text.lines()).noneMatch(line -> line.startsWith("2026-01-01 ERROR"));
        assertThat(text.lines().filter(line -> line.startsWith("\tat "))).hasSizeGreaterThan(3);
        assertThat(text).contains("Caused by: java.lang.IllegalArgumentException: x\\n2026", "k=\"x\\n2026");
    }

    @Test
    void one_without_our_encoder_would_be_noticed() throws Exception {
        String name = "runtime/src/main/resources/logback.xml";

        assertThat(written(name, Repository.here().text(name).replace(OUR_ENCODER, ""))
                        .lines())
                .anyMatch(line -> line.startsWith("2026-01-01 ERROR"));
    }

    private static String written(String name, String configuration) throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)), name);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        LoggingEvent event = new LoggingEvent(
                "here",
                root,
                Level.ERROR,
                "of {}: " + HOSTILE,
                new IllegalStateException(HOSTILE, new IllegalArgumentException(HOSTILE)),
                new Object[] {HOSTILE});
        event.addKeyValuePair(new KeyValuePair("k", HOSTILE));
        StringBuilder written = new StringBuilder();
        for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
            OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>) all.next();
            written.append(new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8));
        }
        context.stop();
        return written.toString();
    }
}
