package io.licensewatch.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourceTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedCopyTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final String ROLES = MemoryHistory.TOPICS.table(SourceTable.ROLES);

    @TempDir
    private Path directory;

    private final MemoryHistory history = new MemoryHistory();

    private static Frontier frontier(int seconds) {
        return new Frontier(
                NOON.plusSeconds(seconds), Lsn.text(10 + seconds), Lsn.text(9 + seconds), 1, true, List.of());
    }

    private Path saved(boolean finished) throws Exception {
        history.add(
                ROLES,
                3,
                "key".getBytes(StandardCharsets.UTF_8),
                "{\"ä\": 1}\n".getBytes(StandardCharsets.UTF_8),
                NOON);
        history.add(ROLES, 3, new byte[] {(byte) 0xff, 0}, new byte[] {(byte) 0xfe}, NOON);
        history.add(ROLES, 3, "key".getBytes(StandardCharsets.UTF_8), null, NOON);
        history.add(ROLES, 3, new byte[0], new byte[0], NOON);
        history.add(ROLES, 3, null, "x".getBytes(StandardCharsets.UTF_8), NOON);
        history.add(frontier(1));
        history.add(frontier(2));
        Path copy = directory.resolve("copy");
        try (CopyWriter writer = CopyWriter.begin(copy)) {
            SavingHistory saving = new SavingHistory(history, writer);
            read(saving);
            if (finished) {
                saving.finish(frontier(2), NOON.plusSeconds(2));
            }
        }
        return copy;
    }

    private static List<String> read(History from) {
        History.Lanes lanes = from.lanes(Instant.MIN);
        List<String> records = new ArrayList<>();
        Stream.concat(Stream.of(lanes.frontiers()), lanes.rows().stream()).forEach(lane -> {
            for (SourceRecord record = lane.next(); record != null; record = lane.next()) {
                records.add(record.topic() + " " + record.partition() + " " + record.offset() + " " + record.timestamp()
                        + " " + bytes(record.key()) + " " + bytes(record.value()));
            }
        });
        return records;
    }

    private static String bytes(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_copy_holds_what_was_read_byte_for_byte() throws Exception {
        try (SavedHistory copy = SavedHistory.open(saved(true))) {
            assertThat(read(copy)).hasSize(7).isEqualTo(read(history));
            assertThat(copy.topics()).isEqualTo(history.topics());
            assertThat(copy.readAt()).isEqualTo(history.readAt());
            assertThat(copy.first()).contains(frontier(1));
            assertThat(copy.last()).contains(frontier(2));
            assertThat(copy.end()).contains(NOON.plusSeconds(2));
            assertThat(copy.whole()).isTrue();
            assertThat(copy.size()).isEqualTo(5);
        }
    }

    @Test
    void only_its_owner_may_read_it() throws Exception {
        Path copy = saved(true);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(copy)) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void one_that_was_interrupted_is_removed_and_nothing_else_is() throws Exception {
        assertThat(saved(false)).doesNotExist();
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("mine"), "");

        assertThatThrownBy(() -> CopyWriter.begin(full))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not empty");
        assertThat(full.resolve("mine")).exists();
    }

    @Test
    void a_copy_can_be_replayed_with_the_range_that_made_it() throws Exception {
        Duration warmUp = Duration.ofMinutes(16);
        for (int minute = 0; minute <= 10 * 24 * 60; minute++) {
            history.add(frontier(60 * minute));
        }
        Instant end = NOON.plus(Duration.ofDays(10));
        history.add(
                ROLES, 3, new byte[] {1}, new byte[] {1}, end.plusSeconds(30)); // 7 days ago is between two frontiers
        MemoryHistory rest = history.compacted(end.minus(Duration.ofDays(5)).plusSeconds(30));
        for (History all : List.of(history, rest)) {
            for (Instant from : Stream.of(null, end.minusSeconds(20_010)).toArray(Instant[]::new)) {
                Range range = Range.of(all, from, end.minusSeconds(3_610), warmUp);
                try (SavedHistory copy = saved(all, range)) {
                    assertThat(Range.of(copy, range.from(), range.until(), warmUp))
                            .isEqualTo(range);
                    assertThat(Range.of(copy, range.from(), null, warmUp)).isEqualTo(range);
                }
            }
        }
        assertThat(Range.of(history, null, null, warmUp).from())
                .isEqualTo(end.minus(Duration.ofDays(7)).plusSeconds(30).plus(warmUp));
    }

    private SavedHistory saved(History all, Range range) throws IOException {
        Path copy = Files.createTempDirectory(directory, "copy");
        try (CopyWriter writer = CopyWriter.begin(copy)) {
            SavingHistory saving = new SavingHistory(all, writer);
            Merge merge = new Merge(saving, range, new Findings());
            for (Step step = merge.next(); step != null; step = merge.next()) {
                assertThat(step.record().topic()).startsWith(MemoryHistory.TOPICS.prefix());
            }
            saving.finish(merge.reached().orElseThrow(), range.until());
        }
        return SavedHistory.open(copy);
    }

    /** Takes so many bytes, and no more, also where it is given another try. */
    private static final class FullDisk extends OutputStream {
        private final OutputStream file;
        private final int[] left;

        FullDisk(OutputStream file, int[] left) {
            this.file = file;
            this.left = left;
        }

        @Override
        public void write(int one) throws IOException {
            if (left[0]-- <= 0) {
                throw new IOException("No space left on device");
            }
            file.write(one);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Test
    void on_a_full_disk_the_unfinished_copy_is_removed() throws Exception {
        history.add(frontier(1));
        history.add(frontier(2));
        history.add(ROLES, 3, new byte[] {1}, new byte[] {1}, NOON);
        for (int space : new int[] {0, 20, 100}) {
            int[] left = {space};
            Path copy = directory.resolve("full-" + space);
            assertThatThrownBy(() -> {
                        try (CopyWriter writer =
                                CopyWriter.begin(copy, file -> new FullDisk(Files.newOutputStream(file), left))) {
                            SavingHistory saving = new SavingHistory(history, writer);
                            read(saving);
                            saving.finish(frontier(2), NOON.plusSeconds(2));
                        }
                    })
                    .hasStackTraceContaining("No space left");
            assertThat(copy).doesNotExist();
        }
        noFileCanBeOpened(directory.resolve("unopened"));
        noFileCanBeOpened(Files.createDirectory(directory.resolve("of-the-user")));
        assertThat(directory.resolve("of-the-user")).isEmptyDirectory();
    }

    private void noFileCanBeOpened(Path copy) throws IOException {
        boolean theirs = Files.exists(copy);
        assertThatThrownBy(() -> {
                    try (CopyWriter writer = CopyWriter.begin(copy, file -> {
                        assertThat(file).exists();
                        throw new IOException("No space left on device");
                    })) {
                        read(new SavingHistory(history, writer));
                    }
                })
                .hasMessageContaining("cannot be written");
        assertThat(Files.exists(copy)).isEqualTo(theirs);
    }

    /** Each is well-formed: only its checksum is another. */
    @Test
    void every_file_is_held_against_its_checksum() throws Exception {
        Path copy = saved(true);
        for (String name : List.of(ROLES + "-3.jsonl.gz", MemoryHistory.TOPICS.frontier() + "-0.jsonl.gz")) {
            Path part = copy.resolve(name);
            byte[] whole = Files.readAllBytes(part);
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part))) {
                out.write(new byte[0]);
            }
            refused(copy, "its file " + name + " is damaged");
            Files.write(part, whole);
        }
        assertThat(read(Objects.requireNonNull(SavedHistory.open(copy)))).hasSize(7);
    }

    @Test
    void a_manifest_that_says_less_than_was_written_is_refused() throws Exception {
        Path copy = saved(true);
        Path manifest = copy.resolve(Manifest.FILE);
        String text = Files.readString(manifest);
        for (String left : List.of("\"sha256\" : \"[0-9a-f]+\"", "\"until\" : [^,]+,")) {
            String less = text.replaceFirst(left, left.endsWith(",") ? "" : "\"sha256\" : null");
            assertThat(less).isNotEqualTo(text);
            Files.writeString(manifest, less);
            refused(copy, "cannot be used");
        }
        Files.writeString(manifest, text.replaceFirst("(?s)\"files\" : \\[.*\\]", "\"files\" : []"));
        refused(copy, "names no file of " + MemoryHistory.TOPICS.frontier());
    }

    @Test
    void one_that_is_damaged_unfinished_or_of_another_release_is_refused() throws Exception {
        Path copy = saved(true);
        Path part = copy.resolve(ROLES + "-3.jsonl.gz");
        byte[] whole = Files.readAllBytes(part);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(part, damaged);
        refused(copy, "its file " + part.getFileName() + " is damaged");
        Files.delete(part);
        refused(copy, "is missing");
        Files.write(part, whole);
        Path manifest = copy.resolve(Manifest.FILE);
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"format\" : 1", "\"format\" : 2"));
        refused(copy, "its format is 2, this release reads 1");
        Files.writeString(manifest, "{}");
        refused(copy, "cannot be read");
        Files.delete(manifest);
        refused(copy, "its writing was interrupted");
        refused(directory.resolve("nowhere"), "no " + Manifest.FILE);
    }

    private static void refused(Path copy, String why) {
        assertThatThrownBy(() -> Objects.requireNonNull(SavedHistory.open(copy)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(copy.toString())
                .hasMessageContaining(why);
    }
}
