package io.licensewatch.console.access;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a session of a browser with a token. */
public final class BrowserLogin {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserLogin.class);

    private final Logins logins;
    private final Sessions sessions;
    private final Clock clock;

    BrowserLogin(Logins logins, Sessions sessions, Clock clock) {
        this.logins = logins;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * @return whether the token is valid; then the answer has the session's cookie
     * @throws io.javalin.http.ForbiddenResponse if the form is from another site, to prevent login CSRF
     */
    public boolean logIn(Context request, String credential) {
        SameOrigin.requireOrigin(request);
        Optional<Login> login = logins.check(credential.strip(), request.ip())
                .filter(found -> found.person(clock.instant()).isPresent());
        login.ifPresent(found -> sessions.begin(request, found));
        if (login.isPresent()) {
            LOG.info("logged in");
        }
        return login.isPresent();
    }

    public void logOut(Context request) {
        sessions.end(request);
    }
}
