package io.licensewatch.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LineEncoderTest {
    private static final String HOSTILE = "x\n2026-01-01T00:00:00.000Z ERROR forged\r\u001b[2J\u202e\u2028\u0085y";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Logger log = logger("%d %-5level [%thread] %logger %msg %kvp %mdc%n");

    @Test
    void a_message_its_arguments_and_its_pairs_cannot_begin_a_line() {
        log.atWarn()
                .addKeyValue("k\n", HOSTILE)
                .addKeyValue("nothing", (Object) null)
                .log("of {}: " + HOSTILE, HOSTILE);

        assertThat(lines()).singleElement().asString().contains("of x\\n2026", "\\u001b[2J\\u202e", "k\\n=\"x\\n2026");
        assertNothingHostile();
    }

    @Test
    void only_the_stack_trace_of_an_exception_has_several_lines() {
        IllegalStateException thrown = new IllegalStateException(HOSTILE, new IllegalArgumentException(HOSTILE));
        thrown.addSuppressed(new UnsupportedOperationException(HOSTILE, thrown));
        log.error("failed", thrown);

        assertThat(lines())
                .allMatch(line -> line.contains(" ERROR ")
                        || line.startsWith("java.lang.IllegalStateException: x\\n2026")
                        || line.startsWith("Caused by: java.lang.IllegalArgumentException: x\\n2026")
                        || line.matches("\\s+Suppressed: java.lang.UnsupportedOperationException: x\\\\n2026.*")
                        || line.matches("\\s+Caused by: .*CIRCULAR REFERENCE.*")
                        || line.matches("\\s+(at|\\.\\.\\.) .*"));
        assertThat(lines().stream().filter(line -> line.startsWith("\tat "))).hasSizeGreaterThan(3);
        assertNothingHostile();
    }

    @Test
    void an_exception_without_a_message_and_a_null_message_are_logged() {
        log.error(null, new IllegalStateException());

        assertThat(lines()).anyMatch(line -> line.equals("java.lang.IllegalStateException"));
    }

    private void assertNothingHostile() {
        assertThat(text().chars().filter(c -> c != '\n' && c != '\t'))
                .noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028);
    }

    private List<String> lines() {
        return text().lines().toList();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private Logger logger(String pattern) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(written);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        return context.getLogger("some.Logger");
    }
}
