package io.licensewatch.cdc.translate;

import static io.licensewatch.cdc.debezium.EngineEvents.change;
import static io.licensewatch.cdc.debezium.EngineEvents.mark;
import static io.licensewatch.cdc.debezium.EngineEvents.role;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.debezium.EngineEvents;
import io.licensewatch.cdc.debezium.EngineEvents.At;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.WholeChange;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** What is written of roles for the tenants whose they are not. */
class StandingRecordsTest {
    private static final String TENANT = "00000000-0000-0000-0000-00000000000a";
    private static final String OTHER = "00000000-0000-0000-0000-00000000000b";
    private static final String TOPIC = "p.public.roles.standings";
    private static final Checkpoint STREAMING =
            new Checkpoint("slot", "7/app", 3, true, Instant.ofEpochMilli(1_000), 9, null, null);

    private final CapturedTable held = EngineEvents.heldBy(EngineEvents.ROLES, 16_400);

    @Test
    void a_role_is_written_once_more_without_its_tenant_and_name() throws Exception {
        List<RowChange> changes = changes(EngineEvents.ROLES, change("c", null, role("r1", TENANT, "admin"), at(100)));
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).key()).isEqualTo("{\"id\":\"r1\"}");
        assertThat(changes.get(0).after()).isEqualTo(Map.of("id", "r1"));
        assertThat(changes.get(0).table()).isEqualTo("roles");
    }

    @Test
    void each_row_says_whether_a_foreign_key_refers_to_it() throws Exception {
        assertThat(changes(held, change("c", null, role("r1", TENANT, "admin"), at(100)))
                        .get(0)
                        .after())
                .isEqualTo(Map.of("id", "r1", "enforced", true));
        assertThat(changes(held, change("d", role("r1", TENANT, "admin"), null, at(100)))
                        .get(0)
                        .before())
                .isEqualTo(Map.of("id", "r1", "enforced", true));
    }

    @Test
    void a_role_that_moves_to_another_tenant_or_to_none_stays_where_it_is() throws Exception {
        for (String tenant : new String[] {OTHER, null}) {
            List<RowChange> changes = changes(
                    EngineEvents.ROLES, change("u", role("r1", TENANT, "admin"), role("r1", tenant, "admin"), at(100)));
            assertThat(changes).extracting(RowChange::op).containsExactly(RowChange.Op.UPDATE);
        }
    }

    @Test
    void a_delete_is_followed_by_a_tombstone_and_a_truncate_comes_too() {
        List<ProducerRecord<byte[], byte[]>> deleted =
                records(EngineEvents.ROLES, change("d", role("r1", null, "admin"), null, at(100)));
        assertThat(deleted).hasSize(2);
        assertThat(deleted.get(1).value()).isNull();
        assertThat(records(EngineEvents.ROLES, EngineEvents.truncate(at(100)))).hasSize(1);
    }

    @Test
    void a_frontier_names_the_last_standings_and_the_columns_that_are_held() throws Exception {
        BatchTranslator translator = translator(held);
        Batch batch = translator.translate(
                List.of(change("c", null, role("r1", TENANT, "admin"), at(700)), mark("m", at(800))));
        Frontier frontier = JsonCodec.FRONTIER.decode(
                batch.records().get(batch.records().size() - 1).value());
        assertThat(frontier.covered())
                .contains(new Frontier.Covered("public.roles.standings", false, 0, false, 3, "0/2BC", "0/2C6", 1));
        assertThat(frontier.enforced()).containsExactly("user_roles.role_id");
        assertThat(JsonCodec.FRONTIER
                        .decode(translator(EngineEvents.ROLES)
                                .translate(List.of(mark("m", at(800))))
                                .records()
                                .get(0)
                                .value())
                        .enforced())
                .isEmpty();
    }

    private static At at(long commit) {
        return new At(commit, commit / 100, commit + 10, 5_000);
    }

    private static List<ProducerRecord<byte[], byte[]>> records(CapturedTable roles, SourceRecord event) {
        return translator(roles).translate(List.of(event)).records().stream()
                .filter(record -> record.topic().equals(TOPIC))
                .toList();
    }

    private static List<RowChange> changes(CapturedTable roles, SourceRecord event) throws Exception {
        List<RowChange> changes = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records(roles, event)) {
            if (record.value() != null) {
                ContractValidator.validate(record.topic(), record.key(), record.value(), Map.of());
                changes.add(WholeChange.decode(record.key(), record.value()));
            }
        }
        return changes;
    }

    private static BatchTranslator translator(CapturedTable roles) {
        return new BatchTranslator(
                new Topics("p", 6),
                SourceSchemas.DEFAULT,
                List.of(roles, EngineEvents.OFFERINGS),
                STREAMING,
                () -> 600,
                new OldRows(table -> true),
                new TableColumns(table -> true),
                mark -> true);
    }
}
