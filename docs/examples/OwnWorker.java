import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.*;
import java.time.*;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;

/**
 * An example worker. It executes CLEAR_CACHES and ignores the rest:
 * java -cp 'local/target/dist/lib/*' docs/examples/OwnWorker.java BROKERS JDBC_URL
 */
public final class OwnWorker {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws SQLException {
        Map<String, Object> kafka = Map.of("bootstrap.servers", arguments[0], "group.id", "own-worker", "isolation.level", "read_committed",
                "enable.auto.commit", false, "auto.offset.reset", "earliest", "session.timeout.ms", 10_000);
        Map<String, Object> writing = Map.of("bootstrap.servers", arguments[0], "transactional.id", "own-worker-1");
        try (var consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new StringDeserializer());
                var producer = new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            consumer.subscribe(List.of("licensing.remediation.commands.v1"));
            while (true) { // ends with an exception when Kafka is gone or another instance has taken over: start it again
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    Optional<JsonNode> result = resultOf(record.value(), arguments[1]);
                    producer.beginTransaction(); // the result and the offset: both or neither
                    result.ifPresent(json -> producer.send(recordOf(json)));
                    producer.sendOffsetsToTransaction(
                            Map.of(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1)),
                            consumer.groupMetadata());
                    producer.commitTransaction();
                }
            }
        }
    }

    /** The result for a record of the commands topic; empty for records that this worker ignores. */
    static Optional<JsonNode> resultOf(String value, String database) throws SQLException {
        try {
            JsonNode command = JSON.readTree(value);
            if (!command.path("kind").asText().equals("ISSUE") || !command.path("type").asText().equals("CLEAR_CACHES")) {
                return Optional.empty();
            }
            Instant now = Instant.now();
            boolean late = Instant.parse(command.path("deadline").asText()).isBefore(now);
            boolean ours = command.path("mode").asText().equals("AUTO"); // APPROVE: wait for an approval of your plan; DRY_RUN: only report it
            String effectiveLsn = ours && !late ? clearCaches(command.path("tenantId").asText(), command.path("commandId").asText(), database) : null;
            ObjectNode result = JSON.createObjectNode().put("resultId", command.path("commandId").asText() + ":1");
            List.of("commandId", "alertId", "tenantId", "type").forEach(name -> result.set(name, command.path(name)));
            result.put("state", late ? "EXPIRED" : ours ? "APPLIED" : "UNSUPPORTED").put("reason", ours || late ? null : "NO_APPROVALS_HERE");
            result.putNull("plan").put("rowsAffected", effectiveLsn == null ? null : 0L).putArray("before");
            result.put("effectiveLsn", effectiveLsn).putArray("approvals");
            result.putObject("worker").put("id", "own-worker-1").put("version", "1");
            return Optional.of(result.put("attempts", 1).put("at", now.toString()).put("startedAt", now.toString()).put("finishedAt", now.toString()).putNull("error"));
        } catch (java.io.IOException | DateTimeException e) {
            System.err.println("not a command: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static ProducerRecord<String, String> recordOf(JsonNode result) {
        var record = new ProducerRecord<>("licensing.remediation.results.v1", result.path("tenantId").asText(), result.toString());
        Map.of("tenant", "tenantId", "type", "type", "state", "state").forEach((header, field) ->
                record.headers().add(header, result.path(field).asText().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return record;
    }

    /** Has to be idempotent per id: it is repeated after a crash before the commit above. */
    private static String clearCaches(String tenantId, String commandId, String database) throws SQLException {
        System.out.println("clear the caches of " + tenantId + " for " + commandId);
        try (Connection connection = DriverManager.getConnection(database);
                ResultSet row = connection.createStatement().executeQuery("SELECT pg_current_wal_insert_lsn()")) {
            row.next();
            return row.getString(1); // from this position on, the change stream shows whether it worked
        }
    }
}
