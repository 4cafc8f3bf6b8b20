package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.workload.Judge;
import io.licensewatch.workload.PlainLicensing;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What verdicts may say, by what {@link PlainLicensing} finds in the source at their frontier: slow, without the states of the real
 * thing, and with nothing of its detectors.
 */
final class VerdictOracle {
    private final SimulatedSource source;
    private final NavigableMap<Instant, String> lsnOfFrontier;
    private final long seed;
    private final Map<String, RemediationCommand> commands = new HashMap<>();
    private final Map<String, AlertEvent> alerts = new HashMap<>();
    private final Map<String, Verdict> last = new HashMap<>();

    VerdictOracle(SimulatedSource source, NavigableMap<Instant, String> lsnOfFrontier, long seed) {
        this.source = source;
        this.lsnOfFrontier = lsnOfFrontier;
        this.seed = seed;
    }

    /**
     * Each that was said to be carried out has a verdict in the end, at a frontier that allows it, and no other has one.
     *
     * @param applied by command
     */
    void check(List<Object> published, Map<String, RemediationResult> applied) {
        Set<String> ids = new HashSet<>();
        Set<String> takenBack = new HashSet<>();
        for (Object one : published) {
            if (one instanceof AlertEvent alert) {
                alerts.put(alert.alertId(), alert);
            } else if (one instanceof RemediationCommand command && command.kind() == CommandKind.ISSUE) {
                commands.put(command.commandId(), command);
            } else if (one instanceof RemediationCommand command) {
                takenBack.add(command.commandId()); // remembered for a day only
            } else if (one instanceof Verdict verdict) {
                assertThat(ids.add(verdict.verdictId()))
                        .as("seed %d: %s once", seed, verdict)
                        .isTrue();
                check(verdict, applied.get(verdict.commandId()));
                last.put(verdict.commandId(), verdict);
            }
        }
        applied.forEach((commandId, result) -> {
            RemediationCommand command = commands.get(commandId);
            if (command != null && command.verifyBy() != null && !takenBack.contains(commandId)) {
                assertThat(last).as("seed %d: verdict on %s", seed, result).containsKey(commandId);
            }
        });
    }

    private void check(Verdict verdict, @Nullable RemediationResult result) {
        String which = "seed " + seed + ": " + verdict;
        RemediationCommand command = Objects.requireNonNull(commands.get(verdict.commandId()), which);
        VerifyBy by = Objects.requireNonNull(command.verifyBy(), which);
        long effect = Lsn.parse(
                Objects.requireNonNull(Objects.requireNonNull(result, which).effectiveLsn(), which));
        assertThat(lsnOfFrontier.get(verdict.judgedAt())).isEqualTo(verdict.frontierLsn());
        Instant first = lsnOfFrontier.entrySet().stream()
                .filter(frontier -> Lsn.parse(frontier.getValue()) >= effect)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        assertThat(verdict.judgedAt())
                .as("seed %d: %s after the hold", seed, verdict)
                .isAfterOrEqualTo(first.plus(by.hold()));
        boolean gone = isGone(command, verdict, by);
        assertThat(verdict.effect() == Effect.EFFECTIVE)
                .as("seed %d: %s", seed, verdict)
                .isEqualTo(gone);
        Verdict former = last.get(verdict.commandId());
        if (former != null) {
            assertThat(former.effect()).isEqualTo(Effect.INEFFECTIVE);
            assertThat(verdict.reason()).isEqualTo("CLEARED_LATER");
        }
    }

    private boolean isGone(RemediationCommand command, Verdict verdict, VerifyBy by) {
        AlertEvent alert = alerts.get(command.alertId());
        boolean sameEpisode = alert != null
                && alert.status() != AlertStatus.RESOLVED
                && command.eventId().startsWith(alert.alertId() + ":" + alert.episode() + ":");
        if (!sameEpisode) {
            return true;
        }
        Set<String> items = items(command);
        Map<String, String> fields = new PlainLicensing(new SimulatedTables(source.stateAt(verdict.frontierLsn())))
                .fields(verdict.tenantId(), verdict.judgedAt());
        return !items.isEmpty()
                && (!Judge.conditions(fields).contains(by.rule())
                        || Collections.disjoint(items, open(fields, by.rule())));
    }

    /** What a command is for; empty if it is for all of the alert. */
    private static Set<String> items(RemediationCommand command) {
        return switch (command.type()) {
            case GRANT_MISSING_LICENSES, REMOVE_RBAC_ACCESS -> Set.of(command.target());
            case EXTEND_LICENSE ->
                ((List<?>) Objects.requireNonNull(command.parameters().get("featureIds")))
                        .stream().map(String::valueOf).collect(Collectors.toSet());
            case PROVISION_DEFAULTS -> Set.of("defaults");
            case DEACTIVATE_INACTIVE_USERS, UPGRADE_SEATS -> Set.of("overage");
            default -> Set.of();
        };
    }

    /** What is open of a rule whose condition holds. */
    private static Set<String> open(Map<String, String> fields, String rule) {
        Set<String> open = new HashSet<>();
        fields.forEach((field, value) -> {
            String[] words = field.split(" ", -1);
            String last = value.substring(value.lastIndexOf(' ') + 1);
            switch (rule) {
                case "rbac-drift" -> {
                    if (words[0].equals("drift") && words.length == 3 && !last.equals("0")) {
                        open.add(words[1] + ":" + words[2]);
                    }
                }
                case "license-expired" -> {
                    if (words[0].equals("feature") && last.equals("EXPIRED")) {
                        open.add(words[1]);
                    }
                }
                case "seat-utilization" -> {
                    if (field.equals("seats") && !last.equals("NEAR_LIMIT")) {
                        open.add("overage");
                    }
                }
                case "onboarding-stalled" -> open.add("defaults"); // no role of this source is an administrator's
                default -> {}
            }
        });
        return open;
    }
}
