package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a person requests, held against what each type may have, and the command that it becomes. */
public final class Requested {
    private static final String ALERT = "_operator|";
    private static final int LONGEST = 200;
    private static final Set<CommandType> OF_THE_SYSTEM =
            Set.of(CommandType.REFRESH_VIEWS, CommandType.REBUILD_VIEW_INDEX, CommandType.CLEAR_CACHES);

    private Requested() {}

    /** What holds of an alert now, by which a request for the same is judged. */
    public record Open(Observation.Holds observation, Duration easing) {}

    /** @throws MalformedRecordException says what about it cannot be */
    public static void check(OperatorAction action) throws MalformedRecordException {
        OperatorAction.Request request = request(action);
        CommandType type = request.type();
        require(type.isRequestable(), type + " cannot be requested");
        boolean system = action.tenantId().equals(AlertEvent.SYSTEM_TENANT);
        require(
                system == OF_THE_SYSTEM.contains(type) || type == CommandType.REFRESH_VIEWS,
                system ? type + " is requested for a tenant" : type + " is requested for " + AlertEvent.SYSTEM_TENANT);
        require(isText(request.target()), "its target is empty or too long");
        require(isText(action.actionId()), "its actionId is empty or too long");
        Map<String, @Nullable Object> parameters = request.parameters();
        switch (type) {
            case REFRESH_VIEWS -> require(optional(parameters.get("force"), Boolean.class), "force is true or false");
            case REBUILD_VIEW_INDEX -> require(isText(parameters.get("view")), "view names the view");
            case RERUN_ONBOARDING_STEP ->
                require(parameters.get("step") == null || isText(parameters.get("step")), "step names the step");
            case EXTEND_LICENSE -> {
                require(isTexts(parameters.get(CommandParameters.FEATURES)), "featureIds lists what to extend");
                Object days = parameters.get(CommandParameters.EXTENSION_DAYS);
                require(
                        days == null
                                || (days instanceof Number number
                                        && number.intValue() >= 1
                                        && number.intValue() <= RemediationCommand.MAX_EXTENSION_DAYS),
                        "extensionDays is from 1 to " + RemediationCommand.MAX_EXTENSION_DAYS);
            }
            default -> {}
        }
    }

    private static OperatorAction.Request request(OperatorAction action) {
        return Objects.requireNonNull(action.request(), "of a REQUEST there is one");
    }

    private static boolean optional(@Nullable Object value, Class<?> type) {
        return value == null || type.isInstance(value);
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() && text.length() <= LONGEST;
    }

    private static boolean isTexts(@Nullable Object value) {
        return value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Requested::isText);
    }

    private static void require(boolean holds, String fault) throws MalformedRecordException {
        if (!holds) {
            throw new MalformedRecordException("not a request that can be carried out: " + fault);
        }
    }

    /** Until when it is wanted, by the clock of who requested it. */
    public static Instant wantedUntil(OperatorAction action, RemedySettings settings) {
        return action.at().plus(settings.deadline(request(action).type()));
    }

    /**
     * The command that it becomes.
     *
     * @param open alerts of the tenant that are open
     * @param now source time
     */
    public static RemediationCommand command(
            OperatorAction action, List<Open> open, Instant now, RemedySettings settings, Precedents precedents) {
        OperatorAction.Request request = request(action);
        CommandType type = request.type();
        Optional<Open> same = open.stream()
                .filter(one -> desired(one, request, settings).isPresent())
                .findFirst();
        Optional<DesiredCommand> desired = same.flatMap(one -> desired(one, request, settings));
        Terms terms = Terms.of(type, request.target(), settings, precedents, now);
        String alertId = ALERT + action.actionId();
        return new RemediationCommand(
                CommandId.of(alertId, 1, type, request.target(), 1),
                CommandKind.ISSUE,
                type,
                action.tenantId(),
                request.target(),
                parameters(request, settings),
                alertId,
                alertId + ":1:1",
                "Requested by an operator: " + type + " of " + request.target() + ".",
                terms.mode(),
                List.of(),
                1,
                now,
                now.plus(settings.deadline(type)),
                desired.map(DesiredCommand::guard).orElse(Map.of()),
                type == CommandType.EXTEND_LICENSE
                        ? desired.map(DesiredCommand::bound).orElse(null)
                        : null,
                RemediationCommand.DEFAULT_MAX_ROWS,
                terms.approvals(type, settings),
                terms.reason(),
                same.map(one -> new VerifyBy(
                                one.observation().rule().id(), one.observation().subject(), one.easing()))
                        .orElse(null),
                precedents.issuedWithinADay(type, request.target(), now) + 1,
                CommandOrigin.OPERATOR);
    }

    private static Map<String, @Nullable Object> parameters(OperatorAction.Request request, RemedySettings settings) {
        Map<String, @Nullable Object> parameters = new TreeMap<>(request.parameters());
        if (request.type() == CommandType.REFRESH_VIEWS) {
            parameters.putIfAbsent("force", true);
        }
        if (request.type() == CommandType.EXTEND_LICENSE) {
            parameters.putIfAbsent(CommandParameters.EXTENSION_DAYS, settings.extensionDays());
        }
        return parameters;
    }

    private static Optional<DesiredCommand> desired(
            Open open, OperatorAction.Request request, RemedySettings settings) {
        Finding finding = open.observation().finding();
        return Remedies.of(open.observation().rule(), finding, settings).stream()
                .filter(desired ->
                        desired.type() == request.type() && desired.target().equals(request.target()))
                .findFirst();
    }
}
