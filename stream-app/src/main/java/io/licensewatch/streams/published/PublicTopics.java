package io.licensewatch.streams.published;

import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.runtime.topics.TenantPartition;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.lineage.CommittedReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads back what was published. Others may have written there too: what is not ours is skipped and logged. */
public record PublicTopics(CommittedReader reader, int partitions) implements PublishedBefore.Source {
    private static final Logger LOG = LoggerFactory.getLogger(PublicTopics.class);

    private interface Taker {
        void take(String key, byte[] value) throws MalformedRecordException;
    }

    @Override
    public PublishedBefore read(int partition, boolean system) {
        FormerAlerts alerts = new FormerAlerts();
        FormerCommands commands = new FormerCommands();
        Taker event = (key, value) -> {
            AlertEvent alert = JsonCodec.ALERT.decode(value);
            if (belongs(alert.tenantId(), partition, system)) {
                alerts.published(key, alert);
            }
        };
        // The first holds what is open however long it has been; the second the numbers of what has ended since.
        take(Topics.ALERTS_CURRENT, partition, event);
        take(Topics.ALERTS, partition, event);
        take(Topics.COMMANDS, partition, (key, value) -> {
            RemediationCommand command = JsonCodec.COMMAND.decode(value);
            if (belongs(command.tenantId(), partition, system)) {
                alerts.sent(command);
                commands.sent(command, alerts.openedAt(command));
            }
        });
        take(Topics.VERDICTS, partition, (key, value) -> {
            Verdict verdict = JsonCodec.VERDICT.decode(value);
            if (belongs(verdict.tenantId(), partition, system)) {
                commands.judged(verdict);
            }
        });
        PublishedBefore before = new PublishedBefore(
                alerts,
                commands,
                system ? Map.<String, TenantStatus>of().values() : statuses(partition),
                system ? Set.of() : storms());
        LOG.atInfo()
                .addKeyValue("partition", partition)
                .addKeyValue("alerts", alerts.size())
                .addKeyValue("tenants", before.statuses().size())
                .log("continues with what was published before");
        return before;
    }

    /** Of the partition that holds the system's alerts, whichever it is. */
    private Set<String> storms() {
        int partition = TenantPartition.of(AlertEvent.SYSTEM_TENANT, partitions);
        Set<String> rules = new TreeSet<>();
        take(Topics.ALERTS_CURRENT, partition, (key, value) -> {
            AlertEvent alert = JsonCodec.ALERT.decode(value);
            boolean storm = alert.rule().equals(Rule.MULTI_TENANT_IMPACT.id()) && Rule.isOfTenants(alert.subject());
            if (storm && key.equals(alert.key()) && belongs(alert.tenantId(), partition, true)) {
                if (alert.status() == AlertStatus.RESOLVED) {
                    rules.remove(alert.subject());
                } else {
                    rules.add(alert.subject());
                }
            }
        });
        return rules;
    }

    private Collection<TenantStatus> statuses(int partition) {
        Map<String, TenantStatus> statuses = new LinkedHashMap<>();
        reader.readAll(new TopicPartition(Topics.TENANTS, partition), record -> {
            if (record.value() == null && record.key() != null) {
                statuses.remove(text(record.key()));
            }
            take(record, (key, value) -> {
                TenantStatus status = JsonCodec.TENANT_STATUS.decode(value);
                if (!status.tenantId().equals(key) || !belongs(key, partition, false)) {
                    throw new MalformedRecordException("its key is not that of its tenant");
                }
                statuses.put(key, status);
            });
        });
        return statuses.values();
    }

    /** What a stranger has written in the wrong partition, no task of ours would go on with. */
    private boolean belongs(String tenantId, int partition, boolean system) {
        return tenantId.equals(AlertEvent.SYSTEM_TENANT) == system
                && TenantPartition.of(tenantId, partitions) == partition;
    }

    private void take(String topic, int partition, Taker taker) {
        reader.readAll(new TopicPartition(topic, partition), record -> take(record, taker));
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Taker taker) {
        if (record.value() == null || record.key() == null) {
            return;
        }
        try {
            taker.take(text(record.key()), record.value());
        } catch (MalformedRecordException e) {
            skipped(record, e.reason());
        } catch (RuntimeException e) {
            skipped(record, "it lacks what a record of ours has: " + e); // one without a tenant, a time, a list
        }
    }

    private static void skipped(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log("skipped: not written by us");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
