package io.licensewatch.core.command;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.Precedents;
import io.licensewatch.core.remedy.Verification;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.ApprovalReason;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one owner, a tenant or the system, until a day after their end. Read once per evaluation and written as it
 * changes. An owner has no more of them than its alerts and their items ask for within a day.
 */
public final class CommandBook implements Precedents {
    /** How often within a day an alert may return after a fix that worked. */
    private static final int MOST_FIXES = 3;
    /** How many commands within a day may not have helped. */
    private static final int MOST_IN_VAIN = 2;

    private static final int MOST_OF_AN_ALERT = 50;
    /** How long after its deadline a result of a command still counts. */
    private static final Duration UNANSWERED = Duration.ofDays(7);

    private final KeyValues store;
    private final Map<String, TrackedCommand> byId = new LinkedHashMap<>();
    private final Bars bars;
    /** Ids of rules whose incident several tenants have at once. */
    private final Set<String> storms;
    /** Whether something has changed that a plan depends on. */
    private boolean news;

    private CommandBook(KeyValues store, Bars bars, Set<String> storms) {
        this.store = store;
        this.bars = bars;
        this.storms = storms;
    }

    /** Of an owner without commands. */
    public static CommandBook empty(KeyValues store, Set<String> storms) {
        return new CommandBook(store, new Bars(), storms);
    }

    /**
     * Of an owner.
     *
     * @param store of the owner alone
     * @param storms ids of rules whose incident several tenants have at once
     */
    public static CommandBook read(KeyValues store, Set<String> storms) {
        CommandBook book = new CommandBook(store, Bars.read(store.get(CommandKeys.bars())), storms);
        byte[] all = CommandKeys.allIssued();
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            TrackedCommand one = TrackedCommandBytes.read(value);
            book.byId.put(one.commandId(), one);
            return true;
        });
        return book;
    }

    /** Where it is stored. */
    public KeyValues store() {
        return store;
    }

    /** Those that are remembered. */
    public Collection<TrackedCommand> all() {
        return List.copyOf(byId.values());
    }

    /** As a tenant's status lists them, the newest first. */
    public List<TenantStatus.Command> listed(Frontier frontier) {
        return byId.values().stream()
                .sorted(Comparator.comparing(TrackedCommand::issuedAt)
                        .reversed()
                        .thenComparing(TrackedCommand::commandId))
                .map(one -> listed(one, frontier))
                .toList();
    }

    /** What an alert has asked for, the newest first. */
    public List<AlertEvent.Command> of(String alertId) {
        return byId.values().stream()
                .filter(one -> one.alertId().equals(alertId))
                .sorted(Comparator.comparing(TrackedCommand::issuedAt)
                        .reversed()
                        .thenComparing(TrackedCommand::commandId))
                .limit(MOST_OF_AN_ALERT)
                .map(one -> new AlertEvent.Command(
                        one.commandId(), one.type(), one.progress().reported()))
                .toList();
    }

    /** How many are held back, by the reason. */
    public Map<String, Long> held() {
        return byId.values().stream()
                .filter(one -> one.progress().state() == CommandState.HELD
                        && one.progress().endedAt() == null)
                .collect(Collectors.groupingBy(
                        one -> one.progress().reason() == null
                                ? "UNKNOWN"
                                : one.progress().reason(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    private static TenantStatus.Command listed(TrackedCommand one, Frontier frontier) {
        Progress progress = one.progress();
        String waits = Judge.reached(progress, frontier) ? "AWAITS_HOLD" : "AWAITS_FRONTIER";
        return new TenantStatus.Command(
                one.commandId(),
                one.type(),
                one.target(),
                progress.reported(),
                one.awaitsVerdict() ? waits : progress.reason(),
                one.mode(),
                one.attempt(),
                one.issuedAt(),
                one.deadline(),
                progress.effect());
    }

    private List<TrackedCommand> those(Predicate<TrackedCommand> which) {
        return byId.values().stream().filter(which).toList();
    }

    /**
     * Enters a command that is published.
     *
     * @param openedAt when the episode began that asked for it; {@link Instant#MAX} for none
     */
    public void sent(RemediationCommand command, Instant openedAt) {
        if (command.kind() == CommandKind.CANCEL) {
            TrackedCommand one = byId.get(command.commandId());
            if (one != null) {
                put(one.with(one.progress().takenBack(command.issuedAt())));
            }
            return;
        }
        put(TrackedCommand.of(command, openedAt));
        if (fixes(command.type(), command.target(), command.issuedAt()) >= MOST_FIXES) {
            news |= bars.raise(command.type());
            putBars();
        }
    }

    private long fixes(CommandType type, String target, Instant now) {
        return those(one -> one.type() == type
                        && one.target().equals(target)
                        && one.progress().effect() == Effect.EFFECTIVE
                        && withinADay(one.progress().endedAt(), now))
                .size();
    }

    private static boolean withinADay(@Nullable Instant at, Instant now) {
        return at != null && at.plus(Bars.DAY).isAfter(now);
    }

    void put(TrackedCommand one) {
        byId.put(one.commandId(), one);
        store.put(CommandKeys.issued(one.commandId()), TrackedCommandBytes.write(one));
    }

    private void putBars() {
        if (bars.any()) {
            store.put(CommandKeys.bars(), bars.toBytes());
        } else {
            store.delete(CommandKeys.bars());
        }
    }

    /** A verdict was given; another of the same command may have been before. */
    void judged(TrackedCommand one, Effect effect, Instant now) {
        put(one.with(one.progress().judged(effect, one.progress().verdicts() + 1, now)));
        if (effect == Effect.EFFECTIVE) {
            bars.better(one.type(), now);
        } else {
            bars.worse(one.type());
            news = true;
        }
        raiseIfInVain(one.type(), now);
        putBars();
    }

    private void raiseIfInVain(CommandType type, Instant now) {
        if (!bars.has(type) && inVain(type, now) >= MOST_IN_VAIN) {
            news |= bars.raise(type);
        }
    }

    /** Whether a plan may be another since this was called last. */
    public boolean takeNews() {
        boolean any = news;
        news = false;
        return any;
    }

    boolean isEmpty() {
        return byId.isEmpty() && !bars.any();
    }

    private long inVain(CommandType type, Instant now) {
        return those(one -> one.type() == type
                        && wasInVain(one)
                        && withinADay(one.progress().endedAt(), now))
                .size();
    }

    /** What was done before did not help, and there is nothing left to do: that did not help either. */
    private boolean wasInVain(TrackedCommand one) {
        return one.progress().effect() == Effect.INEFFECTIVE
                || (one.progress().state() == CommandState.NO_CHANGE
                        && byId.values().stream()
                                .anyMatch(other -> other.sharesPurpose(one)
                                        && other.attempt() == one.attempt() - 1
                                        && other.progress().effect() == Effect.INEFFECTIVE));
    }

    /** Whether it is the last attempt that was carried out, so that what is seen now is due to it. */
    boolean isLatestApplied(TrackedCommand one) {
        return those(other -> other.sharesPurpose(one)
                        && other.attempt() > one.attempt()
                        && other.progress().applied())
                .isEmpty();
    }

    private boolean isLatest(TrackedCommand one) {
        return those(other -> other.sharesPurpose(one) && other.attempt() > one.attempt())
                .isEmpty();
    }

    /**
     * Time has passed: commands that ended a day ago are forgotten, and bars end.
     *
     * @return when the next of it is due; {@link Instant#MAX} for never
     */
    public Instant tidy(Instant now) {
        if (isEmpty()) {
            return Instant.MAX;
        }
        Set<CommandType> types = EnumSet.noneOf(CommandType.class);
        byId.values().forEach(one -> types.add(one.type()));
        types.forEach(type -> raiseIfInVain(type, now));
        boolean any = bars.any();
        Instant next = bars.expire(now);
        if (any) {
            news |= !bars.any();
            putBars();
        }
        for (TrackedCommand one : all()) {
            Instant over = forgottenAt(one);
            if (!over.isAfter(now)) {
                byId.remove(one.commandId());
                store.delete(CommandKeys.issued(one.commandId()));
            } else if (over.isBefore(next)) {
                next = over;
            }
        }
        return next;
    }

    private Instant forgottenAt(TrackedCommand one) {
        Progress progress = one.progress();
        boolean leased = progress.leaseUntil() != null && !progress.leaseEnded();
        boolean mayClearLater = progress.effect() == Effect.INEFFECTIVE && isLatestApplied(one);
        if (one.awaitsVerdict() || leased || mayClearLater) {
            return Instant.MAX;
        }
        return progress.endedAt() == null
                ? one.deadline().plus(UNANSWERED)
                : progress.endedAt().plus(Bars.DAY);
    }

    /** What is known of one; null when nothing is. */
    public @Nullable TrackedCommand find(String commandId) {
        return byId.get(commandId);
    }

    /** Whether it is one that extends a licence. */
    public boolean isExtension(String commandId) {
        TrackedCommand one = byId.get(commandId);
        return one != null && one.type() == CommandType.EXTEND_LICENSE;
    }

    @Override
    public boolean ended(String commandId) {
        TrackedCommand one = byId.get(commandId);
        return one != null && one.progress().ended();
    }

    @Override
    public boolean spent(String commandId) {
        TrackedCommand one = byId.get(commandId);
        return one != null && isSpent(one);
    }

    private boolean isSpent(TrackedCommand one) {
        return one.progress().effect() == Effect.INEFFECTIVE && Verification.repeatable(one.type()) && isLatest(one);
    }

    @Override
    public boolean anySpent() {
        return byId.values().stream().anyMatch(this::isSpent);
    }

    @Override
    public boolean barred(CommandType type) {
        return bars.has(type);
    }

    @Override
    public boolean anyBarred() {
        return bars.any();
    }

    @Override
    public boolean storm(Rule rule) {
        return storms.contains(rule.id());
    }

    @Override
    public boolean unattended(String commandId) {
        TrackedCommand one = byId.get(commandId);
        return one != null && one.isUnattended();
    }

    @Override
    public boolean anyUnattended(String alertId) {
        return byId.values().stream()
                .anyMatch(one -> one.isUnattended() && one.alertId().equals(alertId));
    }

    /** Whether any of them all is unattended. */
    public boolean anyUnattended() {
        return byId.values().stream().anyMatch(TrackedCommand::isUnattended);
    }

    @Override
    public @Nullable ApprovalReason approvalReason(CommandType type, String target, Instant now) {
        boolean person = bars.has(type) || fixes(type, target, now) >= MOST_FIXES;
        return person ? ApprovalReason.REMEDIATION_INEFFECTIVE : null;
    }

    @Override
    public int issuedWithinADay(CommandType type, String target, Instant now) {
        return those(one -> one.type() == type && one.target().equals(target) && withinADay(one.issuedAt(), now))
                .size();
    }
}
