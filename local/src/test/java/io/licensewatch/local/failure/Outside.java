package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whom a worker sends mail and webhooks to: takes all of them, and can keep a caller waiting for its answer. */
final class Outside implements AutoCloseable {
    private static final long HELD_SECONDS = 60;
    private static final Pattern COMMAND = Pattern.compile("notify-\\d+");

    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final HttpServer server;
    private final Map<String, List<String>> bodies = new ConcurrentHashMap<>();
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private volatile CountDownLatch held = new CountDownLatch(0);

    Outside() throws IOException {
        mail.start();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "webhooks");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::take);
        server.start();
    }

    Map<String, String> settings() {
        return Map.of(
                "licensewatch.worker.mail.host", "127.0.0.1",
                "licensewatch.worker.mail.port", Integer.toString(mail.getSmtp().getPort()),
                "licensewatch.worker.mail.encryption", "none",
                "licensewatch.worker.mail.from", "licences@saas.example",
                "licensewatch.worker.webhook.url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/licensewatch",
                "licensewatch.worker.webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    /** From now on calls are taken and not answered. */
    void hold() {
        held = new CountDownLatch(1);
        answers = new CountDownLatch(1);
    }

    /** A call has been taken, and its caller waits. */
    void awaitHeld(Duration atMost) throws InterruptedException {
        assertThat(held.await(atMost.toMillis(), TimeUnit.MILLISECONDS))
                .as("a call has come")
                .isTrue();
    }

    void release() {
        answers.countDown();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String id = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.computeIfAbsent(id, i -> new CopyOnWriteArrayList<>()).add(body);
            CountDownLatch before = answers;
            held.countDown();
            before.await(HELD_SECONDS, TimeUnit.SECONDS);
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often each was sent, by the id under which its receiver knows it. */
    Map<String, Integer> webhooks() {
        Map<String, Integer> counts = new TreeMap<>();
        bodies.forEach((id, all) -> counts.put(id, all.size()));
        return counts;
    }

    Map<String, Integer> mails() throws MessagingException {
        Map<String, Integer> counts = new TreeMap<>();
        for (MimeMessage message : mail.getReceivedMessages()) {
            counts.merge(message.getMessageID(), 1, Integer::sum);
        }
        return counts;
    }

    /** Nothing is lost, and what came twice is the same under the same id. */
    void check(String seed, Set<String> webhooks, Set<String> mails) throws MessagingException, IOException {
        assertThat(webhooks().keySet()).as("%s: webhooks", seed).isEqualTo(webhooks);
        bodies.forEach((id, all) ->
                assertThat(new HashSet<>(all)).as("%s: bodies of %s", seed, id).hasSize(1));
        Map<String, String> commands = new TreeMap<>();
        for (MimeMessage message : mail.getReceivedMessages()) {
            Matcher command = COMMAND.matcher(message.getContent().toString());
            assertThat(command.find())
                    .as("%s: %s names its command", seed, message.getMessageID())
                    .isTrue();
            assertThat(commands.putIfAbsent(message.getMessageID(), command.group()))
                    .as("%s: %s", seed, message.getMessageID())
                    .isIn(null, command.group());
        }
        assertThat(commands.values()).as("%s: mails", seed).containsExactlyInAnyOrderElementsOf(mails);
    }

    String figures() throws MessagingException {
        return webhooks().size() + " webhooks sent " + sum(webhooks()) + " times, " + mails().size() + " mails "
                + sum(mails()) + " times";
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        mail.stop();
    }
}
