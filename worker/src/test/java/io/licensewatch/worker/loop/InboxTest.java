package io.licensewatch.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {
    private static final int PARTITIONS = 6;
    private static final String TENANT = "tenant-1";
    /** Computed here again, so that the test holds the partition against the hash of Kafka itself. */
    private static final int HOME = Utils.toPositive(Utils.murmur2(bytes(TENANT))) % PARTITIONS;

    private final Inbox inbox = new Inbox(PARTITIONS);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("NullAway") // a record may lack both
    private static ConsumerRecord<byte[], byte[]> record(
            String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>(topic, partition, 7, key, value);
    }

    private static byte[] command() {
        return JsonCodec.COMMAND.encode(Samples.command("c-1", TENANT, CommandType.CLEAR_CACHES));
    }

    private static byte[] action(ActionKind kind) {
        return JsonCodec.ACTION.encode(Samples.action(kind, TENANT));
    }

    @Test
    void a_command_in_its_tenants_partition_is_accepted() {
        assertThat(inbox.read(record(Topics.COMMANDS, HOME, bytes(TENANT), command())))
                .isInstanceOfSatisfying(
                        Incoming.Command.class,
                        taken -> assertThat(taken.command().commandId()).isEqualTo("c-1"));
    }

    @ParameterizedTest
    @EnumSource(
            value = ActionKind.class,
            names = {"APPROVE", "REJECT"})
    void a_decision_is_accepted(ActionKind kind) {
        assertThat(inbox.read(record(Topics.ACTIONS, HOME, bytes(TENANT), action(kind))))
                .isInstanceOf(Incoming.Decision.class);
    }

    @Test
    void a_request_is_for_another_process() {
        assertThat(inbox.read(record(Topics.ACTIONS, HOME, bytes(TENANT), action(ActionKind.REQUEST))))
                .isInstanceOf(Incoming.NotOurs.class);
    }

    @Test
    void a_record_with_another_key_is_rejected() {
        for (byte[] key : new byte[][] {bytes("tenant-2"), new byte[0], null}) {
            assertThat(inbox.read(record(Topics.COMMANDS, HOME, key, command())))
                    .isEqualTo(new Incoming.Unfit("the key is not the tenant's id"));
            assertThat(inbox.read(record(Topics.ACTIONS, HOME, key, action(ActionKind.APPROVE))))
                    .isInstanceOf(Incoming.Unfit.class);
        }
    }

    @Test
    void a_record_in_another_partition_is_rejected_to_keep_order() {
        assertThat(inbox.read(record(Topics.COMMANDS, (HOME + 1) % PARTITIONS, bytes(TENANT), command())))
                .isEqualTo(new Incoming.Unfit("the record is not in the tenant's partition"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"commandId\":1}", "not json", "{\"commandId\":\"c\"} {}"})
    void a_record_that_is_not_a_command_is_rejected(String value) {
        assertThat(inbox.read(record(Topics.COMMANDS, HOME, bytes(TENANT), bytes(value))))
                .isInstanceOf(Incoming.Unfit.class);
        assertThat(inbox.read(record(Topics.ACTIONS, HOME, bytes(TENANT), bytes(value))))
                .isInstanceOf(Incoming.Unfit.class);
    }

    @Test
    void a_record_without_a_value_is_rejected() {
        assertThat(inbox.read(record(Topics.COMMANDS, HOME, bytes(TENANT), null)))
                .isInstanceOf(Incoming.Unfit.class);
    }

    /** If a name occurs twice, Postgres and Java might read different values. */
    @Test
    void the_validated_json_is_passed_on() throws Exception {
        String twice = new String(command(), StandardCharsets.UTF_8)
                .replace("\"mode\":\"AUTO\"", "\"mode\":\"APPROVE\",\"mode\":\"AUTO\",\"unknown\":\"x\"");
        Incoming taken = inbox.read(record(Topics.COMMANDS, HOME, bytes(TENANT), bytes(twice)));
        RemediationCommand command = ((Incoming.Command) taken).command();
        assertThat(new String(JsonCodec.COMMAND.encode(command), StandardCharsets.UTF_8))
                .containsOnlyOnce("\"mode\"")
                .doesNotContain("unknown");
    }

    @Test
    void a_dead_letter_has_the_origin_and_the_reason() {
        ProducerRecord<byte[], byte[]> letter =
                DeadLetter.of(record(Topics.COMMANDS, 3, null, new byte[100_000]), "bad\nline");
        List<String> headers =
                List.of("reason", "origin-topic", "origin-partition", "origin-offset", "origin-bytes").stream()
                        .map(name ->
                                new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8))
                        .toList();
        assertThat(headers).containsExactly("bad\\nline", Topics.COMMANDS, "3", "7", "100000");
        assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(letter.value()).hasSize(64 << 10);
    }
}
