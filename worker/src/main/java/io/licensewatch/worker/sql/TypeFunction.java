package io.licensewatch.worker.sql;

import io.licensewatch.schemas.command.CommandType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The function that executes one type of command, or checks whether an external service still has to.
 *
 * @param sql the SQL without its requirements
 * @param needs conditions on the source, each of which must be met
 * @param rights {@code PRIVILEGE table} that the functions' owner must have
 */
record TypeFunction(CommandType type, String sql, List<String> needs, List<String> rights) {
    private static final String NEEDS = "--! needs ";
    private static final String RIGHTS = "--! may ";

    TypeFunction {
        needs = List.copyOf(needs);
        rights = List.copyOf(rights);
    }

    /** The lines of its header, generated for the source. */
    static TypeFunction of(CommandType type, SourceColumns source) {
        String text = SqlResources.read("do/" + type.name().toLowerCase(Locale.ROOT) + ".sql");
        List<String> needs = Arrays.stream(text.split("\n"))
                .filter(line -> line.startsWith(NEEDS))
                .map(line -> line.substring(NEEDS.length()).trim())
                .toList();
        String sql = Arrays.stream(text.split("\n"))
                .filter(line -> !line.startsWith("--!"))
                .reduce("", (all, line) -> all + line + "\n");
        List<String> rights = Arrays.stream(text.split("\n"))
                .filter(line -> line.startsWith(RIGHTS))
                .map(line -> line.substring(RIGHTS.length()).split("--\\? ", 2))
                .filter(line -> line.length == 1 || source.meet(line[1]))
                .map(line -> line[0].trim())
                .distinct()
                .toList();
        return new TypeFunction(type, sql, needs, rights);
    }

    String kind() {
        return switch (type) {
            case NOTIFY_TENANT_ADMIN -> "MAIL";
            case START_RENEWAL, UPGRADE_SEATS, RERUN_ONBOARDING_STEP, CLEAR_CACHES -> "WEBHOOK";
            case EXTEND_LICENSE,
                    END_EXTENSION,
                    DEACTIVATE_INACTIVE_USERS,
                    GRANT_MISSING_LICENSES,
                    REMOVE_RBAC_ACCESS,
                    REFRESH_VIEWS,
                    REBUILD_VIEW_INDEX,
                    PROVISION_DEFAULTS,
                    MARK_ONBOARDING_COMPLETE -> "SQL";
        };
    }

    /** Why this source does not support it; empty if it does. */
    Optional<String> unsupported(SourceColumns source, OwnerRights owner) {
        for (String need : needs) {
            if (!source.meet(need)) {
                return Optional.of("this source has no " + need.replace("|", " or "));
            }
        }
        return rights.stream()
                .filter(right -> !owner.has(right))
                .findFirst()
                .map(right -> "role " + owner.role() + ", whose functions they are, may not " + right);
    }
}
