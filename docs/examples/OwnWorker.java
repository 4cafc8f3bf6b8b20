import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.*;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;

/** A worker of your own. It carries out CLEAR_CACHES and leaves the rest: java -cp 'local/target/dist/lib/*' docs/examples/OwnWorker.java BROKERS */
public final class OwnWorker {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", arguments[0], "group.id", "own-worker", "isolation.level", "read_committed",
                "enable.auto.commit", false, "auto.offset.reset", "earliest");
        Map<String, Object> writing = Map.of("bootstrap.servers", arguments[0], "transactional.id", "own-worker-1");
        try (var consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new StringDeserializer());
                var producer = new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            consumer.subscribe(List.of("licensing.remediation.commands.v1"));
            while (true) { // ends with an exception when Kafka is gone or another instance has taken over: start it again
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    Optional<String> result = resultOf(record.value());
                    producer.beginTransaction(); // the result and how far was read: both or neither
                    result.ifPresent(json -> producer.send(new ProducerRecord<>("licensing.remediation.results.v1", record.key(), json)));
                    producer.sendOffsetsToTransaction(
                            Map.of(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1)),
                            consumer.groupMetadata());
                    producer.commitTransaction();
                }
            }
        }
    }

    /** What to answer to a record of the commands topic; nothing to what is no command for us. */
    static Optional<String> resultOf(String value) {
        try {
            JsonNode command = JSON.readTree(value);
            if (!command.path("kind").asText().equals("ISSUE") || !command.path("type").asText().equals("CLEAR_CACHES")) {
                return Optional.empty();
            }
            Instant now = Instant.now();
            boolean late = Instant.parse(command.path("deadline").asText()).isBefore(now);
            boolean ours = command.path("mode").asText().equals("AUTO"); // APPROVE: wait for an approval of your plan; DRY_RUN: only say it
            if (ours && !late) {
                clearCaches(command.path("tenantId").asText(), command.path("commandId").asText());
            }
            ObjectNode result = JSON.createObjectNode().put("resultId", command.path("commandId").asText() + ":1");
            List.of("commandId", "alertId", "tenantId", "type").forEach(name -> result.set(name, command.path(name)));
            result.put("state", late ? "EXPIRED" : ours ? "APPLIED" : "UNSUPPORTED").putNull("reason").putNull("plan");
            result.put("rowsAffected", 0L).putArray("before");
            result.putNull("effectiveLsn").putArray("approvals"); // after a change in Postgres: pg_current_wal_insert_lsn()
            result.putObject("worker").put("id", "own-worker-1").put("version", "1");
            return Optional.of(result.put("attempts", 1).put("startedAt", now.toString()).put("finishedAt", now.toString()).putNull("error").toString());
        } catch (java.io.IOException | DateTimeException e) {
            System.err.println("not a command: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Has to do no harm when it is done twice with one id: a crash before the commit above leads to it. */
    private static void clearCaches(String tenantId, String commandId) {
        System.out.println("clear the caches of " + tenantId + " for " + commandId);
    }
}
