package io.licensewatch.console.access;

import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.TooManyRequestsResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All kinds of credentials, and the limit on wrong ones. */
final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

    private final List<Credentials> kinds;
    private final LoginFailures failures;

    Logins(List<Credentials> kinds, Clock clock) {
        this.kinds = List.copyOf(kinds);
        this.failures = new LoginFailures(clock);
    }

    /**
     * Empty if it is wrong.
     *
     * @param address the client's address
     * @throws TooManyRequestsResponse after too many wrong ones
     */
    Optional<Login> check(String credential, String address) {
        if (failures.isBlocked(address)) {
            throw new TooManyRequestsResponse("too many wrong tokens; wait a minute");
        }
        Optional<Login> login = known(credential);
        if (login.isEmpty()) {
            failures.count(address);
            LOG.info("login refused");
        }
        return login;
    }

    private Optional<Login> known(String credential) {
        try {
            return kinds.stream()
                    .flatMap(kind -> kind.check(credential).stream())
                    .findFirst();
        } catch (CannotCheckException e) {
            LOG.warn("cannot verify a login", e);
            throw new ServiceUnavailableResponse(String.valueOf(e.getMessage()));
        }
    }
}
