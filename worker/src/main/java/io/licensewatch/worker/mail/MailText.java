package io.licensewatch.worker.mail;

import io.licensewatch.worker.external.ExternalTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of a mail, by the stage of the licence: the first line is the subject. The texts are resources, and have no data of
 * the tenant but dates.
 */
record MailText(String subject, String body) {
    private static final Set<String> STAGES = Set.of("NOTICE", "SOON", "FINAL", "EXPIRED");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** @throws IllegalArgumentException for a stage without a text, or an invalid end time */
    static MailText of(ExternalTask task, Optional<URI> link) {
        String stage = String.valueOf(task.parameters().get("stage"));
        if (!STAGES.contains(stage)) {
            throw new IllegalArgumentException("there is no text for this stage");
        }
        String text = template(stage)
                .replace("{{when}}", when(task.parameters().get("coveredUntil")))
                .replace("{{link}}", link.map(to -> "\n\n    " + to).orElse(""))
                .replace("{{commandId}}", task.commandId());
        int end = text.indexOf('\n');
        return new MailText(text.substring(0, end), text.substring(end).strip() + "\n");
    }

    /** If features end at different times, there is no single time. */
    private static String when(@Nullable Object coveredUntil) {
        if (coveredUntil == null) {
            return "at different times for different features";
        }
        try {
            return "on " + DAY.format(Instant.parse(coveredUntil.toString()));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("coveredUntil is not a time", e);
        }
    }

    private static String template(String stage) {
        String name = stage.toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream in = MailText.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
