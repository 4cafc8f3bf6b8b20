package io.licensewatch.local.failure;

import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.local.Testbed;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** What workers say is paused, each record held against its contract. */
final class PublishedPauses implements AutoCloseable {
    private final CommittedRecords records;
    private Optional<Pauses> last = Optional.empty();

    PublishedPauses(WorkerBed bed) {
        this.records = CommittedRecords.follow(bed.kafka(), List.of(Topics.PAUSES), true);
    }

    private void read() {
        for (TopicRecord record : records.poll(Duration.ofMillis(50))) {
            byte[] value = String.valueOf(record.value()).getBytes(StandardCharsets.UTF_8);
            ContractValidator.validate(
                    record.topic(),
                    String.valueOf(record.key()).getBytes(StandardCharsets.UTF_8),
                    value,
                    record.headers());
            try {
                last = Optional.of(JsonCodec.PAUSES.decode(value));
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The last one that was published, once it is so. */
    Pauses await(String what, Predicate<List<Pauses.Pause>> expected) {
        Awaitility.await(what)
                .atMost(Testbed.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    read();
                    return last.filter(pauses -> expected.test(pauses.pauses())).isPresent();
                });
        return last.orElseThrow();
    }

    @Override
    public void close() {
        records.close();
    }
}
