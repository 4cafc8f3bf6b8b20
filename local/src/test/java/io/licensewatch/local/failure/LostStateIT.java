package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.command.RemediationCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stream-app keeps in Kafka is lost, in whole or in part: it says so, and can begin from nothing without saying anything twice. */
@SuppressWarnings("try") // a pause is there to be closed
class LostStateIT {
    private static final String GROUP = "licensewatch";

    @TempDir
    private Path directory;

    @Test
    void a_state_that_is_half_lost_is_refused_and_a_reset_tells_nothing_twice() throws Exception {
        try (Rig rig = new Rig("lost state", directory, 50, Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", rig.bed.bootstrapServers()))) {
            rig.start();
            goesOn(rig);

            rig.apps.stopStreams();
            deleteDirectory(rig.apps.stateDirectory());
            writesMeanwhile(rig);
            rig.apps.startStreams();
            goesOn(rig); // it is restored from Kafka

            rig.apps.stopStreams();
            admin.deleteTopics(List.of("licensewatch-tenant-state-changelog"))
                    .all()
                    .get();
            deleteDirectory(rig.apps.stateDirectory());
            writesMeanwhile(rig);
            rig.apps.streamsAreRefused("store tenant-state: it is empty");
            rig.apps.resetStreams();
            rig.apps.startStreams();
            goesOn(rig);

            rig.apps.stopStreams();
            admin.deleteConsumerGroups(List.of(GROUP)).all().get();
            writesMeanwhile(rig);
            rig.apps.streamsAreRefused("the group has no offset there");
            rig.apps.resetStreams();
            rig.apps.startStreams();
            goesOn(rig);

            rig.check();
            assertThat(rig.bed.commands.stream().map(LostStateIT::identity))
                    .as("%s: commands", rig.seed())
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        }
    }

    private static String identity(RemediationCommand command) {
        return command.kind() + " " + command.commandId();
    }

    private static void writesMeanwhile(Rig rig) throws Exception {
        try (Load load = rig.load();
                Load.Pause pause = load.pauseAfter(40)) {
            rig.bulk.finish();
        }
    }

    private static void goesOn(Rig rig) throws Exception {
        try (Load load = rig.load();
                Load.Pause pause = load.pauseAfter(40)) {
            rig.awaitRest();
        }
    }

    private static void deleteDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
