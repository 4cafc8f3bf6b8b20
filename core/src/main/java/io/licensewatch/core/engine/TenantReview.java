package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertDesk;
import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.command.CommandBook;
import io.licensewatch.core.command.Leases;
import io.licensewatch.core.command.Requests;
import io.licensewatch.core.command.Sight;
import io.licensewatch.core.command.Verdicts;
import io.licensewatch.core.detect.Assessment;
import io.licensewatch.core.detect.Detection;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.RowsBehind;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.reference.AskedReference;
import io.licensewatch.core.reference.Question;
import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.remedy.Requested;
import io.licensewatch.core.status.StatusReport;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Prefixed;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.core.tenant.TenantSnapshot;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Evidence;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at one tenant at a frontier: detects, steps its alerts, plans commands, tells its status if that changed. */
final class TenantReview {
    private static final long[] NOTHING = {};

    private final KeyValues store;
    private final TenantStore tenants;
    private final AskedBy askedBy;
    private final RuleBook rules;
    private final Duration pace;
    private final Outbox outbox;
    private final OpenAlertCounts openAlerts;
    private final UnseenFrontier unseen;
    private final Backlog backlog;
    private final Set<String> storms;

    /**
     * One for a task.
     *
     * @param pace time between two statuses of a tenant, at least
     * @param storms ids of rules whose incident several tenants have at once; changes while the task runs
     */
    TenantReview(
            KeyValues store,
            TenantStore tenants,
            AskedBy askedBy,
            RuleBook rules,
            Duration pace,
            UnseenFrontier unseen,
            Backlog backlog,
            Set<String> storms,
            Outbox outbox) {
        this.store = store;
        this.tenants = tenants;
        this.askedBy = askedBy;
        this.rules = rules;
        this.pace = pace;
        this.unseen = unseen;
        this.backlog = backlog;
        this.storms = storms;
        this.outbox = outbox;
        this.openAlerts = new OpenAlertCounts(store);
    }

    OpenAlertCounts openAlerts() {
        return openAlerts;
    }

    /** Takes up an alert where a state that is gone has left it. */
    void recall(FormerAlerts.Former former) {
        AlertEvent last = former.last();
        store.put(StateKeys.alert(last.tenantId(), last.rule(), last.subject()), former.stored());
        if (former.isOpen()) {
            openAlerts.count(last, null);
        }
    }

    /** Takes up what was told of a tenant by a state that is gone. */
    void recall(TenantStatus status) {
        ToldStatus told = ToldStatus.of(
                StatusJson.of(status.at(StatusJson.TIMELESS)), status.asOf().sourceTime());
        store.put(StateKeys.status(status.tenantId()), told.toBytes());
    }

    /**
     * What an evaluation leads to.
     *
     * @param asOf the frontier as of which it was
     * @param at when to evaluate again if no change comes before; {@link Instant#MAX} for never, not after that frontier for at
     *     once
     */
    record Next(Frontier asOf, Instant at) {}

    /** Evaluates a tenant as of the frontier at which it was due. */
    Next review(String tenantId, Reference reference, Frontier present) {
        AskedReference asked = new AskedReference(reference);
        TenantSnapshot snapshot = tenants.load(tenantId, asked);
        Evaluated former = (Evaluated) snapshot.memo();
        Due due = backlog.due(tenantId, present);
        Assessment assessment = assess(snapshot, due.frontier(), former, asked);
        Detection detection = rules.detectors().detect(assessment);
        Due seen = backlog.due(tenantId, due, asked.asked(), present);
        if (!seen.frontier().equals(due.frontier())) {
            assessment = assess(snapshot, seen.frontier(), former, asked);
            detection = rules.detectors().detect(assessment);
        }
        Instant at = review(snapshot, asked, former, assessment, detection, seen);
        return new Next(seen.frontier(), at);
    }

    private Instant review(
            TenantSnapshot snapshot,
            AskedReference asked,
            @Nullable Evaluated former,
            Assessment assessment,
            Detection detection,
            Due due) {
        Frontier frontier = due.frontier();
        Instant now = frontier.sourceTime();
        String tenantId = snapshot.facts().tenantId();
        Instant unseenAt = due.unseen() ? now : unseen.at();
        CommandBook book = book(snapshot);
        Instant leasesEnd =
                new Leases(tenantId, book, rules.desk().remedies(), end -> outbox.command(end, null)).step(frontier);
        Instant wakeAt = earlier(detection.recheckAt(), leasesEnd);
        Map<String, Sight> sights = new HashMap<>();
        List<TenantStatus.OpenAlert> open = new ArrayList<>();
        List<String> critical = new ArrayList<>();
        List<String> insufficient = new ArrayList<>();
        for (Observation observation : detection.observations()) {
            AlertDesk.Outcome outcome = step(snapshot, observation, now, unseenAt, book);
            sights.put(
                    TenantSnapshot.alertKey(observation.rule().id(), observation.subject()),
                    new Sight(
                            observation,
                            outcome.open().map(TenantStatus.OpenAlert::openedAt).orElse(null)));
            outcome.open().ifPresent(open::add);
            if (becameCritical(outcome)) {
                critical.add(observation.rule().id());
            }
            if (observation instanceof Observation.InsufficientData) {
                insufficient.add(observation.rule().id());
            }
            wakeAt = earlier(wakeAt, outcome.wakeAt());
        }
        if (snapshot.seeded()) {
            store.delete(StateKeys.seed(tenantId));
        }
        Instant requestsDue = snapshot.commands() ? issueRequested(book, sights, now) : Instant.MAX;
        Instant verdictsDue = new Verdicts(tenantId, book, outbox::verdict)
                .give(by -> sights.get(TenantSnapshot.alertKey(by.rule(), by.subject())), frontier, unseenAt);
        wakeAt = earlier(wakeAt, earlier(requestsDue, earlier(verdictsDue, book.tidy(now))));
        if (book.takeNews()) {
            wakeAt = Instant.EPOCH;
        }
        Collections.sort(insufficient);
        TenantStatus status =
                StatusReport.of(assessment, open, insufficient, book.listed(frontier), StatusJson.TIMELESS);
        Instant statusDue =
                snapshot.gone() ? retireStatus(snapshot, now) : tellStatus(snapshot, status, former, frontier);
        wakeAt = earlier(wakeAt, statusDue);
        tenants.remember(tenantId, snapshot.facts().seatHistory(), assessment.seatHistory());
        report(snapshot, assessment.inScope(), open, critical, book.held(), frontier);
        askForStorms(tenantId, detection.observations(), book, asked);
        long[] questions = snapshot.gone() ? NOTHING : asked.asked();
        if (former == null || questions != former.asked()) {
            askedBy.remember(tenantId, snapshot.asked(), questions);
        }
        TenantStatus published = former == null ? null : former.published();
        // Of one that is gone nothing is asked any more: the next evaluation asks again.
        tenants.keep(
                tenantId,
                snapshot.gone()
                        ? null
                        : new Evaluated(assessment, questions, statusDue.equals(Instant.MAX) ? status : published));
        return wakeAt;
    }

    /** What is taken over from the former one was asked then, and counts as asked. */
    private Assessment assess(
            TenantSnapshot snapshot, Frontier frontier, @Nullable Evaluated former, AskedReference asked) {
        Instant now = frontier.sourceTime();
        if (former == null) {
            return rules.detectors().assess(snapshot.facts(), now);
        }
        Assessment assessment = rules.detectors().assess(snapshot.facts(), now, former.assessment());
        if (assessment.restsOn(former.assessment())) {
            asked.before(former.asked());
        }
        return assessment;
    }

    /** So that the tenant is found when several have what its commands are to repair. */
    private static void askForStorms(
            String tenantId, List<Observation> observations, CommandBook book, AskedReference asked) {
        if (!book.anyUnattended()) {
            return;
        }
        for (Observation one : observations) {
            if (book.anyUnattended(AlertDesk.alertId(tenantId, one.rule(), one.subject()))) {
                asked.also(Question.storm(one.rule().id()));
            }
        }
    }

    /** Not what a snapshot has brought: nobody knows since when that has been so. */
    private static boolean becameCritical(AlertDesk.Outcome outcome) {
        return outcome.severityBefore() != Severity.CRITICAL
                && outcome.events().stream()
                        .anyMatch(event -> event.severity() == Severity.CRITICAL
                                && event.status() != AlertStatus.RESOLVED
                                && !event.reason().equals("SEEDED"));
    }

    /** To the system, when something has changed that counts there. */
    private void report(
            TenantSnapshot snapshot,
            boolean inScope,
            List<TenantStatus.OpenAlert> open,
            List<String> critical,
            Map<String, Long> held,
            Frontier frontier) {
        String tenantId = snapshot.facts().tenantId();
        boolean live = inScope && !snapshot.gone();
        TenantReport report = TenantReport.of(
                tenantId,
                live,
                open.stream()
                        .map(alert -> new TenantReport.Open(alert.rule(), alert.subject(), alert.severity()))
                        .sorted(Comparator.comparing(TenantReport.Open::rule).thenComparing(TenantReport.Open::subject))
                        .toList(),
                critical,
                held,
                frontier);
        byte[] key = StateKeys.report(tenantId);
        byte[] told = store.get(key);
        byte[] telling = report.standing();
        if (Arrays.equals(told, telling) && critical.isEmpty()) {
            return;
        }
        if (live) {
            store.put(key, telling);
        } else {
            store.delete(key);
        }
        if (live || told != null) {
            outbox.report(report);
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    private Instant issueRequested(CommandBook book, Map<String, Sight> sights, Instant now) {
        List<Requested.Open> open = new ArrayList<>();
        for (Sight sight : sights.values()) {
            if (sight.openedAt() != null && sight.observation() instanceof Observation.Holds held) {
                open.add(new Requested.Open(held, rules.desk().easing(held.rule())));
            }
        }
        return new Requests(book.store(), rules.desk().remedies()).issue(book, open, now, command -> {
            outbox.command(command, null);
            book.sent(command, openedAt(command, sights));
        });
    }

    private static Instant openedAt(RemediationCommand command, Map<String, Sight> sights) {
        VerifyBy by = command.verifyBy();
        Sight sight = by == null ? null : sights.get(TenantSnapshot.alertKey(by.rule(), by.subject()));
        Instant openedAt = sight == null ? null : sight.openedAt();
        return openedAt == null ? Instant.MAX : openedAt;
    }

    private CommandBook book(TenantSnapshot snapshot) {
        KeyValues commands = commandsOf(store, snapshot.facts().tenantId());
        return snapshot.commands() ? CommandBook.read(commands, storms) : CommandBook.empty(commands, storms);
    }

    /** The part of the state where a tenant's commands are. */
    static KeyValues commandsOf(KeyValues store, String tenantId) {
        return new Prefixed(store, StateKeys.allOf(tenantId, StateKeys.COMMANDS));
    }

    private AlertDesk.Outcome step(
            TenantSnapshot snapshot, Observation observation, Instant now, Instant unseenAt, CommandBook book) {
        TenantFacts facts = snapshot.facts();
        String tenantId = facts.tenantId();
        String rule = observation.rule().id();
        byte[] stored = snapshot.alerts().get(TenantSnapshot.alertKey(rule, observation.subject()));
        AlertDesk.Outcome outcome = rules.desk()
                .handle(tenantId, facts.tenantName(), observation, stored, now, snapshot.seeded(), unseenAt, book);
        byte[] next = outcome.next();
        if (next != stored) {
            byte[] key = StateKeys.alert(tenantId, rule, observation.subject());
            if (next == null) {
                store.delete(key);
            } else {
                store.put(key, next);
            }
        }
        Instant openedAt = outcome.open().map(TenantStatus.OpenAlert::openedAt).orElse(Instant.MAX);
        outcome.commands().forEach(command -> book.sent(command, openedAt));
        for (AlertEvent event : outcome.events()) {
            openAlerts.count(event, outcome.severityBefore());
            AlertEvent told = withLease(withEvidence(event, observation.rule(), facts), facts, book, now);
            outbox.alert(told.with(book.of(event.alertId())));
        }
        outcome.commands().forEach(command -> outbox.command(command, outcome.cause()));
        if (outcome.retire()) {
            outbox.retireAlert(tenantId, AlertEvent.key(tenantId, rule, observation.subject()), now);
        }
        return outcome;
    }

    /** An extension ends an alert for a while; that is no renewal. */
    private AlertEvent withLease(AlertEvent event, TenantFacts facts, CommandBook book, Instant now) {
        boolean over = event.status() == AlertStatus.RESOLVED
                && event.rule().equals(Rule.LICENSE_EXPIRED.id())
                && !event.reason().equals(Observation.Absent.TENANT_CLOSED);
        Optional<Instant> until = over ? Extension.until(facts, book, rules.zone(), now) : Optional.empty();
        return until.map(end -> {
                    Map<String, @Nullable Object> details = new HashMap<>(event.details());
                    details.put("leaseUntil", end.toString());
                    return event.saying("Extended until " + end + ", not renewed. " + event.summary(), details);
                })
                .orElse(event);
    }

    /** What ended it is not among the rows that it rested on before. */
    private static AlertEvent withEvidence(AlertEvent event, Rule rule, TenantFacts facts) {
        if (event.status() != AlertStatus.RESOLVED) {
            return event;
        }
        List<Evidence> rows = RowsBehind.of(rule, facts);
        return rows.isEmpty() ? event : event.by(rows);
    }

    private Instant retireStatus(TenantSnapshot snapshot, Instant now) {
        String tenantId = snapshot.facts().tenantId();
        tenants.forget(tenantId);
        if (snapshot.status() != null) {
            store.delete(StateKeys.status(tenantId));
            outbox.retireStatus(tenantId, now);
        }
        return Instant.MAX;
    }

    /** Returns when what has not been published yet may be; {@link Instant#MAX} when there is nothing. */
    private Instant tellStatus(
            TenantSnapshot snapshot, TenantStatus status, @Nullable Evaluated former, Frontier frontier) {
        Instant now = frontier.sourceTime();
        byte[] stored = snapshot.status();
        ToldStatus before = stored == null ? null : ToldStatus.read(stored);
        TenantStatus published = former == null ? null : former.published();
        if (before != null && published != null && published.equals(status)) {
            return Instant.MAX;
        }
        StatusJson json = StatusJson.of(status);
        ToldStatus next = ToldStatus.of(json, now);
        if (before != null && before.says(next)) {
            return Instant.MAX;
        }
        Instant due = before == null ? Instant.MIN : before.at().plus(pace);
        boolean clockWasSetBack = before != null && before.at().isAfter(now);
        if (due.isAfter(now) && !clockWasSetBack) {
            return due;
        }
        TenantStatus.AsOf asOf = new TenantStatus.AsOf(frontier.lsn(), now);
        store.put(StateKeys.status(snapshot.facts().tenantId()), next.toBytes());
        outbox.status(status.at(asOf), json.at(asOf));
        return Instant.MAX;
    }
}
