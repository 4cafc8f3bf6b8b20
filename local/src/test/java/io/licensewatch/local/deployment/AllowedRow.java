package io.licensewatch.local.deployment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A row of the table of ACLs in docs/operations.md. */
record AllowedRow(String app, ResourceType type, PatternType pattern, String name, List<AclOperation> operations) {
    /** Column "name" with what stands for settings in their defaults' place. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "<prefix>", "stewardtrack", "<application id>", "licensewatch", "<worker group>", "licensewatch-worker");

    static List<AllowedRow> in(String page) {
        return page.lines()
                .filter(line -> line.matches("\\| [a-z-]+ \\| (topic|group|transactional id) \\|.*"))
                .map(AllowedRow::parse)
                .toList();
    }

    private static AllowedRow parse(String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        String name = cells.get(4).replace("`", "");
        for (Map.Entry<String, String> setting : DEFAULTS.entrySet()) {
            name = name.replace(setting.getKey(), setting.getValue());
        }
        return new AllowedRow(
                cells.get(1),
                ResourceType.valueOf(cells.get(2).toUpperCase(Locale.ROOT).replace(' ', '_')),
                PatternType.valueOf(cells.get(3).toUpperCase(Locale.ROOT)),
                name,
                Arrays.stream(cells.get(5).split(", ", -1))
                        .map(AllowedRow::operation)
                        .toList());
    }

    /** As Kafka's tools write it: {@code DescribeConfigs}. */
    private static AclOperation operation(String text) {
        return AclOperation.valueOf(text.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }

    Stream<AclBinding> acls() {
        return operations.stream().map(this::acl);
    }

    AclBinding acl(AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + app, "*", operation, AclPermissionType.ALLOW));
    }

    boolean isFor(String user, ResourceType resource, String named) {
        return app.equals(user)
                && type == resource
                && (pattern == PatternType.PREFIXED ? named.startsWith(name) : named.equals(name));
    }

    /** For a message: as it is in the page. */
    String text(AclOperation operation) {
        return app + " " + operation + " " + type + " " + pattern + " " + name;
    }
}
