package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.remedy.Items;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Lsn;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What verdicts may say, by what the source was at their frontier: slow, and without the states of the real thing. */
final class VerdictOracle {
    private final TenantDetectors detectors;
    private final SimulatedSource source;
    private final NavigableMap<Instant, String> lsnOfFrontier;
    private final long seed;
    private final Map<String, RemediationCommand> commands = new HashMap<>();
    private final Map<String, AlertEvent> alerts = new HashMap<>();
    private final Map<String, Verdict> last = new HashMap<>();

    VerdictOracle(
            TenantDetectors detectors, SimulatedSource source, NavigableMap<Instant, String> lsnOfFrontier, long seed) {
        this.detectors = detectors;
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
        List<String> items = Items.of(command);
        Observation observation = detectors
                .detect(detectors.assess(
                        PlainFacts.of(source.stateAt(verdict.frontierLsn()), verdict.tenantId(), verdict.judgedAt()),
                        verdict.judgedAt()))
                .observations()
                .stream()
                .filter(one -> one.rule().id().equals(by.rule()))
                .findFirst()
                .orElseThrow();
        if (!(observation instanceof Observation.Holds held)) {
            return !items.isEmpty();
        }
        return !items.isEmpty()
                && Collections.disjoint(items, Items.of(held.finding().details()));
    }
}
