package io.licensewatch.streams.replay;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From where an alert opens to where it resolves. */
final class Episode {
    private final String tenantId;
    private final @Nullable String tenantName;
    private final String rule;
    private final String subject;
    private final Instant openedAt;
    private final List<Transition> transitions = new ArrayList<>();

    Episode(AlertEvent opening) {
        this.tenantId = opening.tenantId();
        this.tenantName = opening.tenantName();
        this.rule = opening.rule();
        this.subject = opening.subject();
        this.openedAt = opening.openedAt();
    }

    void add(AlertEvent event) {
        transitions.add(Transition.of(event));
    }

    String tenantId() {
        return tenantId;
    }

    @Nullable
    String tenantName() {
        return tenantName;
    }

    String rule() {
        return rule;
    }

    String subject() {
        return subject;
    }

    String key() {
        return AlertEvent.key(tenantId, rule, subject);
    }

    Instant openedAt() {
        return openedAt;
    }

    /** {@link Instant#MAX} while it is open. */
    Instant resolvedAt() {
        Transition last = transitions.get(transitions.size() - 1);
        return last.status() == AlertStatus.RESOLVED ? last.at() : Instant.MAX;
    }

    /** How it is at a point in time, when it has opened by then; and all that happens later. */
    List<Transition> since(Instant from) {
        int first = 0;
        while (first + 1 < transitions.size()
                && !transitions.get(first + 1).at().isAfter(from)) {
            first++;
        }
        return List.copyOf(transitions.subList(first, transitions.size()));
    }

    boolean overlaps(Episode other) {
        return openedAt.isBefore(other.resolvedAt()) && other.openedAt.isBefore(resolvedAt());
    }
}
