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
    private static final int HOME = Utils.toPositive(Utils.murmur2(bytes(TENANT))) % PARTITIONS;

    private final Inbox inbox = new Inbox(PARTITIONS);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("NullAway") // a record may have neither
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
    void a_command_in_its_tenants_partition_is_taken() {
        assertThat(inbox.read(record(Topics.COMMANDS, HOME, bytes(TENANT), command())))
                .isInstanceOfSatisfying(
                        Incoming.Command.class,
                        taken -> assertThat(taken.command().commandId()).isEqualTo("c-1"));
    }

    @ParameterizedTest
    @EnumSource(
            value = ActionKind.class,
            names = {"APPROVE", "REJECT"})
    void what_a_person_decides_is_taken(ActionKind kind) {
        assertThat(inbox.read(record(Topics.ACTIONS, HOME, bytes(TENANT), action(kind))))
                .isInstanceOf(Incoming.Decision.class);
    }

    @Test
    void what_a_person_requests_is_for_others() {
        assertThat(inbox.read(record(Topics.ACTIONS, HOME, bytes(TENANT), action(ActionKind.REQUEST))))
                .isInstanceOf(Incoming.NotOurs.class);
    }

    @Test
    void a_record_under_another_key_is_set_aside() {
        for (byte[] key : new byte[][] {bytes("tenant-2"), new byte[0], null}) {
            assertThat(inbox.read(record(Topics.COMMANDS, HOME, key, command())))
                    .isEqualTo(new Incoming.Unfit("the key is not the tenant's id"));
            assertThat(inbox.read(record(Topics.ACTIONS, HOME, key, action(ActionKind.APPROVE))))
                    .isInstanceOf(Incoming.Unfit.class);
        }
    }

    @Test
    void a_record_in_another_partition_is_set_aside_as_order_would_be_lost() {
        assertThat(inbox.read(record(Topics.COMMANDS, (HOME + 1) % PARTITIONS, bytes(TENANT), command())))
                .isEqualTo(new Incoming.Unfit("the record is not in the tenant's partition"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"commandId\":1}", "not json", "{\"commandId\":\"c\"} {}"})
    void what_is_no_command_is_set_aside(String value) {
        assertThat(inbox.read(record(Topics.COMMANDS, HOME, bytes(TENANT), bytes(value))))
                .isInstanceOf(Incoming.Unfit.class);
        assertThat(inbox.read(record(Topics.ACTIONS, HOME, bytes(TENANT), bytes(value))))
                .isInstanceOf(Incoming.Unfit.class);
    }

    @Test
    void a_record_without_a_value_is_set_aside() {
        assertThat(inbox.read(record(Topics.COMMANDS, HOME, bytes(TENANT), null)))
                .isInstanceOf(Incoming.Unfit.class);
    }

    /** Of a name that stands twice, Postgres and Java might each see another value. */
    @Test
    void what_is_passed_on_is_what_was_checked() throws Exception {
        String twice = new String(command(), StandardCharsets.UTF_8)
                .replace("\"mode\":\"AUTO\"", "\"mode\":\"APPROVE\",\"mode\":\"AUTO\",\"unknown\":\"x\"");
        Incoming taken = inbox.read(record(Topics.COMMANDS, HOME, bytes(TENANT), bytes(twice)));
        RemediationCommand command = ((Incoming.Command) taken).command();
        assertThat(new String(JsonCodec.COMMAND.encode(command), StandardCharsets.UTF_8))
                .containsOnlyOnce("\"mode\"")
                .doesNotContain("unknown");
    }

    @Test
    void a_dead_letter_says_where_it_was_read_and_why_it_is_none() {
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
