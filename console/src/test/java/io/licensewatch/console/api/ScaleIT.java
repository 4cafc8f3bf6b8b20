package io.licensewatch.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.console.ConsoleMain;
import io.licensewatch.console.read.Fleet;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** 100,000 tenants in a console in its own JVM: {@code -Dlicensewatch.long=true}. Prints the measurements. */
@EnabledIfSystemProperty(named = "licensewatch.long", matches = "true", disabledReason = "takes some minutes")
class ScaleIT {
    private static final int TENANTS = Integer.getInteger("licensewatch.tenants", 100_000);
    private static final int REQUESTS = 200;
    private static final long ANSWER_MILLIS = 200;
    private static final long SEARCH_MILLIS = 50;
    private static final long BUILD_RATE = 20_000;
    private static final long MEMORY_MIB = 512;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private String address = "";

    @Test
    void a_hundred_thousand_tenants_are_read_and_shown_fast() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            create(kafka);
            long records = write(kafka);
            Path log = directory.resolve("console.log");
            long begin = System.nanoTime();
            Process console = start(kafka, log);
            try {
                await().atMost(Duration.ofMinutes(10))
                        .until(() -> Files.readString(log).contains("is built"));
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf(
                        "scale: %d records in %.1f s: %.0f/s, JVM's start included%n",
                        records, seconds, records / seconds);
                address = address(log);
                warmUp();
                long slowest = answers();
                long search = searches();
                long memory = memory(console);
                System.out.printf("scale: memory at most %d MiB%n", memory);
                assertThat(slowest).as("ms at p99 of the slowest call").isLessThan(ANSWER_MILLIS);
                assertThat(search).as("ms at p99 of a search").isLessThan(SEARCH_MILLIS);
                assertThat(memory).as("MiB").isLessThan(MEMORY_MIB);
                assertThat(records / seconds).as("records a second").isGreaterThan(BUILD_RATE);
            } finally {
                console.destroyForcibly().waitFor();
            }
        }
    }

    private static void create(EmbeddedKafka kafka) throws Exception {
        List<NewTopic> topics = Stream.concat(
                        Topics.defaults().publicTopics().stream(),
                        Topics.defaults().sourceTopics().stream()
                                .filter(spec -> Set.of(
                                                Topics.defaults().frontier(),
                                                Topics.defaults().snapshot())
                                        .contains(spec.name())))
                .map((TopicSpec spec) -> new NewTopic(spec.name(), spec.partitions(), (short) 1).configs(spec.config()))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(topics).all().get();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flush waits for all
    private static long write(EmbeddedKafka kafka) {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 20);
        long[] written = {0};
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            Stream<Fleet.Line> health = Stream.of(new Fleet.Line(
                    Topics.HEALTH,
                    "system",
                    Fleet.sample("system-health-in-trouble").toString()));
            Stream.concat(Fleet.lines(TENANTS), health).forEach(line -> {
                producer.send(new ProducerRecord<>(line.topic(), bytes(line.key()), bytes(line.json())));
                written[0]++;
            });
            producer.flush();
        }
        return written[0];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Process start(EmbeddedKafka kafka, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ConsoleMain.class.getName(),
                        "console")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("LICENSEWATCH_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        builder.environment().put("LICENSEWATCH_CONSOLE_PORT", "0");
        builder.environment().put("LICENSEWATCH_HTTP_PORT", "-1");
        builder.environment()
                .put("LICENSEWATCH_CONSOLE_DATA_DIR", directory.resolve("data").toString());
        return builder.start();
    }

    private static String address(Path log) throws IOException {
        Matcher said = Pattern.compile("serving pages and API on (\\S+)").matcher(Files.readString(log));
        assertThat(said.find()).isTrue();
        return said.group(1);
    }

    private void warmUp() {
        for (int i = 0; i < 100; i++) {
            ask("/api/v1/tenants?limit=20");
            ask("/api/v1/tenants?q=harb&limit=20");
        }
    }

    /** Milliseconds at the 99th percentile of the slowest call. */
    private long answers() {
        Random random = new Random(1);
        long slowest = 0;
        for (String path : List.of(
                "/api/v1/tenants?limit=50",
                "/api/v1/tenants?order=NAME&seats=CRITICAL&alerting=true",
                "/api/v1/tenants?order=SEATS",
                "/api/v1/tenants?inScope=false&alerting=true",
                "/api/v1/tenants/ID",
                "/api/v1/alerts",
                "/api/v1/alerts?order=NEWEST&level=L2&severity=WARNING",
                "/api/v1/alerts?rule=rbac-drift",
                "/api/v1/alerts/ALERT",
                "/api/v1/alerts/ALERT/episodes/1",
                "/api/v1/commands",
                "/api/v1/commands?tenant=ID",
                "/api/v1/commands?type=REFRESH_VIEWS",
                "/api/v1/commands?state=FAILED",
                "/api/v1/approvals",
                "/api/v1/health",
                "/api/v1/actions",
                "/api/v1/dead-letters",
                "/api/admin/validate-licenses",
                "/api/admin/monitoring/license-health",
                "/api/admin/refresh-views")) {
            long p99 = p99(REQUESTS, () -> {
                int i = random.nextInt(TENANTS / 3) * 3;
                return path.replace("ID", Fleet.id(i)).replace("ALERT", Fleet.alertId(i));
            });
            System.out.printf("scale: %4d ms p99 %s%n", p99, path);
            slowest = Math.max(slowest, p99);
        }
        long deep = deep();
        System.out.printf("scale: %4d ms p99 of pages through all alerts%n", deep);
        return Math.max(slowest, deep);
    }

    private long deep() {
        String[] cursor = {""};
        return p99(REQUESTS, () -> {
            JsonNode page = ask("/api/v1/alerts?limit=200" + cursor[0]);
            cursor[0] = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
            return "/api/v1/alerts?limit=200" + cursor[0];
        });
    }

    private long searches() {
        Random random = new Random(2);
        List<String> typed =
                List.of("Harbour Chapel", "apel 777", "lake", "mary's", "%C3%96land", "town%20chapel%2012", "zzz");
        long p99 = p99(REQUESTS * 2, () -> {
            String word = typed.get(random.nextInt(typed.size()));
            String start = word.contains("%")
                    ? word
                    : word.substring(0, 1 + random.nextInt(word.length())).strip();
            return "/api/v1/tenants?limit=20&q=" + start.replace(" ", "%20").replace("'", "%27");
        });
        System.out.printf("scale: %4d ms p99 of searches as one types%n", p99);
        return p99;
    }

    private interface Next {
        String path();
    }

    private long p99(int times, Next next) {
        long[] millis = new long[times];
        for (int i = 0; i < times; i++) {
            String path = next.path();
            long begin = System.nanoTime();
            ask(path);
            millis[i] = (System.nanoTime() - begin) / 1_000_000;
        }
        Arrays.sort(millis);
        return millis[times * 99 / 100];
    }

    private JsonNode ask(String path) {
        try {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path + response.body()).isEqualTo(200);
            return Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The peak memory of the process, from the kernel; 0 if unknown. */
    private static long memory(Process process) throws IOException {
        File status = new File("/proc/" + process.pid() + "/status");
        if (!status.exists()) {
            return 0;
        }
        Matcher peak = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(Files.readString(status.toPath()));
        return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
    }
}
