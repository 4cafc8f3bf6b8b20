package io.licensewatch.console.access;

import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import io.licensewatch.console.access.Caller.Proof;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A token or a JWT in the header {@code Authorization}. */
final class Bearer implements Identity {
    private static final Pattern HEADER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/=-]+)");

    private final Logins logins;
    private final Clock clock;

    Bearer(Logins logins, Clock clock) {
        this.logins = logins;
        this.clock = clock;
    }

    @Override
    public Optional<Caller> of(Context request) {
        String header = request.header("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        Matcher matcher = HEADER.matcher(header);
        Optional<Login> login = matcher.matches() ? logins.check(matcher.group(1), request.ip()) : Optional.empty();
        Optional<Caller> caller = login.flatMap(this::caller);
        if (caller.isEmpty()) {
            request.header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            throw new UnauthorizedResponse("the token is unknown or has been revoked");
        }
        return caller;
    }

    private Optional<Caller> caller(Login login) {
        return login.person(clock.instant())
                .map(known -> new Caller(
                        known,
                        Proof.BEARER,
                        "bearer " + known.name(),
                        () -> login.person(clock.instant()).isPresent()));
    }
}
