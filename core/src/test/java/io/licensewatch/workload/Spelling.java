package io.licensewatch.workload;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** How the ids of one kind of thing are written: of users, say, wherever a table names one. */
enum Spelling {
    UUID_TEXT("uuid", "uuid", "row_id", "text", "varchar(36)", "char(40)") {
        @Override
        String of(String id) {
            return id;
        }
    },
    NUMBER("bigint", "big_id", "numeric", "numeric(22, 2)", "text") {
        @Override
        String of(String id) {
            UUID uuid = UUID.fromString(id);
            return Long.toString((uuid.getMostSignificantBits() ^ Long.rotateLeft(uuid.getLeastSignificantBits(), 17))
                    & Long.MAX_VALUE);
        }
    },
    WORD("text", "varchar(60)", "char(60)", "word") {
        @Override
        String of(String id) {
            return "Nº 7/" + id.substring(0, 8).toUpperCase(Locale.ROOT) + id.substring(8);
        }
    };

    private final List<String> types;

    Spelling(String... types) {
        this.types = List.of(types);
    }

    /** @param id as the workload has it: a UUID */
    abstract String of(String id);

    /** Those that can hold it. */
    List<String> types() {
        return types;
    }
}
