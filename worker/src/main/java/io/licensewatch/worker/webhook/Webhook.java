package io.licensewatch.worker.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.worker.external.ExternalTask;
import io.licensewatch.worker.ledger.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls the SaaS' own service. A repeated call has the same id and body, so that the receiver can detect it. */
public final class Webhook {
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);
    private static final int SERVER_ERROR = 500;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final WebhookSettings settings;
    private final Clock clock;
    private final HttpClient client;

    public Webhook(WebhookSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .followRedirects(
                        HttpClient.Redirect.NEVER) // a call that is signed for one receiver must not reach another
                .build();
    }

    public Outcome call(ExternalTask task) {
        Optional<URI> url = settings.urlOf(task.type());
        if (url.isEmpty()) {
            return Outcome.unsupported(
                    "no webhook is configured for " + task.type() + ": set " + WebhookSettings.URL.name());
        }
        try {
            return outcome(client.send(request(url.get(), task), HttpResponse.BodyHandlers.discarding()));
        } catch (IOException e) {
            return Outcome.tryAgain(
                    "no answer from " + url.get().getHost() + ": "
                            + e.getClass().getSimpleName(),
                    null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.tryAgain("interrupted", null);
        }
    }

    private HttpRequest request(URI url, ExternalTask task) {
        String body = body(task);
        long now = clock.instant().getEpochSecond();
        return HttpRequest.newBuilder(url)
                .timeout(settings.timeout())
                .header("content-type", "application/json")
                .header("user-agent", "licensewatch-worker")
                .header("webhook-id", task.commandId())
                .header("webhook-timestamp", Long.toString(now))
                .header(
                        "webhook-signature",
                        new WebhookSignature(settings.secrets()).header(task.commandId(), now, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String body(ExternalTask task) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("commandId", task.commandId());
        data.put("tenantId", task.tenantId());
        data.put("target", task.target());
        data.put("parameters", task.parameters());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", "remediation." + task.type().name().toLowerCase(Locale.ROOT));
        body.put("timestamp", task.issuedAt().toString());
        body.put("data", data);
        try {
            return Json.MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the task as JSON", e);
        }
    }

    private Outcome outcome(HttpResponse<Void> response) {
        int status = response.statusCode();
        String words = response.uri().getHost() + " answered " + status;
        if (status >= 200 && status < 300) {
            return Outcome.done(words);
        }
        if (status >= SERVER_ERROR || PASSING.contains(status)) {
            return Outcome.tryAgain(
                    words,
                    response.headers().firstValue("retry-after").map(this::wait).orElse(null));
        }
        return Outcome.failed(words + (status < 400 ? ", a redirect, which is not followed" : ""));
    }

    /** Parses seconds or a date; null for anything else. */
    private @Nullable Duration wait(String retryAfter) {
        Duration wait;
        try {
            wait = retryAfter.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(retryAfter))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return null;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
