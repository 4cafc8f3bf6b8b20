package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.local.Testbed;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What a worker has published, as a reader of committed records sees it. */
final class PublishedResults implements AutoCloseable {
    private final CommittedRecords records;
    private final List<RemediationResult> all = new ArrayList<>();
    private final Map<Integer, List<Long>> numbers = new TreeMap<>();
    private final Consumer<RemediationResult> onResult;

    PublishedResults(WorkerBed bed) {
        this(bed, result -> {});
    }

    /** @param onResult called in the thread that reads */
    PublishedResults(WorkerBed bed, Consumer<RemediationResult> onResult) {
        this.records = CommittedRecords.follow(bed.kafka(), List.of(Topics.RESULTS), true);
        this.onResult = onResult;
    }

    void read() {
        for (TopicRecord record : records.poll(Duration.ofMillis(50))) {
            Map<String, String> headers = new LinkedHashMap<>(record.headers());
            String seq = headers.remove("outbox-seq");
            byte[] key = String.valueOf(record.key()).getBytes(StandardCharsets.UTF_8);
            byte[] value = String.valueOf(record.value()).getBytes(StandardCharsets.UTF_8);
            ContractValidator.validate(Topics.RESULTS, key, value, headers);
            numbers.computeIfAbsent(record.partition(), p -> new ArrayList<>())
                    .add(Long.parseLong(String.valueOf(seq)));
            try {
                RemediationResult result = JsonCodec.RESULT.decode(value);
                all.add(result);
                onResult.accept(result);
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
    }

    List<RemediationResult> all() {
        return all;
    }

    List<RemediationResult> of(String commandId) {
        return all.stream()
                .filter(result -> result.commandId().equals(commandId))
                .toList();
    }

    List<CommandState> states(String commandId) {
        return of(commandId).stream().map(RemediationResult::state).toList();
    }

    /** The first one in that state. */
    RemediationResult await(String commandId, CommandState state) {
        await("command " + commandId + " is " + state).atMost(Testbed.PATIENCE).until(() -> {
            read();
            return states(commandId).contains(state);
        });
        return of(commandId).stream()
                .filter(result -> result.state() == state)
                .findFirst()
                .orElseThrow();
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).pollInterval(Duration.ofMillis(20));
    }

    /** Every step of every command once, in order, and of each partition's history nothing left out. */
    void comeOnce(String seed) {
        Map<String, List<String>> ids = new TreeMap<>();
        all.forEach(result ->
                ids.computeIfAbsent(result.commandId(), id -> new ArrayList<>()).add(result.resultId()));
        ids.forEach((command, found) -> assertThat(found)
                .as("%s: results of %s", seed, command)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, found.size())
                        .mapToObj(n -> command + ":" + n)
                        .toList()));
        numbers.forEach((partition, found) -> assertThat(found)
                .as("%s: history of partition %s", seed, partition)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, found.size()).boxed().toList()));
    }

    @Override
    public void close() {
        records.close();
    }
}
