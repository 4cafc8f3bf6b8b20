package io.licensewatch.worker.loop;

import io.licensewatch.runtime.topics.TenantPartition;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes and validates records as far as possible without the database. */
final class Inbox {
    private final int partitions;

    /** @param partitions of each topic that is partitioned by tenant */
    Inbox(int partitions) {
        this.partitions = partitions;
    }

    Incoming read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return new Incoming.Unfit("the record has no value");
        }
        try {
            return record.topic().equals(Topics.ACTIONS)
                    ? action(record, JsonCodec.ACTION.decode(record.value()))
                    : command(record, JsonCodec.COMMAND.decode(record.value()));
        } catch (MalformedRecordException e) {
            return new Incoming.Unfit(e.reason());
        }
    }

    private Incoming command(ConsumerRecord<byte[], byte[]> record, RemediationCommand command) {
        return fault(record, command.tenantId())
                .<Incoming>map(Incoming.Unfit::new)
                .orElseGet(() -> new Incoming.Command(command));
    }

    private Incoming action(ConsumerRecord<byte[], byte[]> record, OperatorAction action) {
        if (action.kind() == ActionKind.REQUEST) {
            return new Incoming.NotOurs(); // stream-app issues the command
        }
        return fault(record, action.tenantId())
                .<Incoming>map(Incoming.Unfit::new)
                .orElseGet(() -> new Incoming.Decision(action));
    }

    /** The partition of a tenant's records. */
    int partition(String tenant) {
        return TenantPartition.of(tenant, partitions);
    }

    /** A tenant's records must be in its partition, so that its commands are in order. */
    private Optional<String> fault(ConsumerRecord<byte[], byte[]> record, String tenant) {
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(key, record.key())) {
            return Optional.of("the key is not the tenant's id");
        }
        return record.partition() == partition(tenant)
                ? Optional.empty()
                : Optional.of("the record is not in the tenant's partition");
    }
}
