package io.licensewatch.console.access;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.licensewatch.console.access.Caller.Proof;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions of browsers. They are in memory, by the hashes of their ids, so a restart of the console ends them. */
final class Sessions implements Identity {
    static final Duration IDLE = Duration.ofHours(2);
    static final Duration LONGEST = Duration.ofHours(12);
    private static final int MOST = 1_000;

    private final boolean https;
    private final Clock clock;
    private final Map<String, Session> sessions = new HashMap<>();

    private record Session(Login login, Instant begun, Instant used) {
        boolean holds(Instant now) {
            return now.isBefore(begun.plus(LONGEST))
                    && now.isBefore(used.plus(IDLE))
                    && login.person(now).isPresent();
        }
    }

    /** @param https whether browsers use https only */
    Sessions(boolean https, Clock clock) {
        this.https = https;
        this.clock = clock;
    }

    /** With this prefix, browsers do not let other hosts or http pages set the cookie. */
    private String cookie() {
        return https ? "__Host-licensewatch" : "licensewatch";
    }

    void begin(Context request, Login login) {
        end(request);
        String id = TokenLine.newToken();
        Instant now = clock.instant();
        synchronized (sessions) {
            sessions.values().removeIf(session -> !session.holds(now));
            if (sessions.size() >= MOST) {
                sessions.entrySet().stream()
                        .min(Comparator.comparing(entry -> entry.getValue().used()))
                        .map(Map.Entry::getKey)
                        .ifPresent(sessions::remove);
            }
            sessions.put(TokenLine.hash(id), new Session(login, now, now));
        }
        request.cookie(new Cookie(cookie(), id, "/", (int) LONGEST.toSeconds(), https, true, null, SameSite.STRICT));
    }

    void end(Context request) {
        String id = request.cookie(cookie());
        if (id != null) {
            synchronized (sessions) {
                sessions.remove(TokenLine.hash(id));
            }
            request.removeCookie(cookie(), "/");
        }
    }

    @Override
    public Optional<Caller> of(Context request) {
        String id = request.cookie(cookie());
        return id == null ? Optional.empty() : known(TokenLine.hash(id));
    }

    private Optional<Caller> known(String hash) {
        Instant now = clock.instant();
        @Nullable Session session;
        synchronized (sessions) {
            session = sessions.computeIfPresent(
                    hash, (key, found) -> found.holds(now) ? new Session(found.login(), found.begun(), now) : null);
        }
        return session == null
                ? Optional.empty()
                : session.login().person(now).map(person -> new Caller(person, Proof.SESSION, hash, () -> holds(hash)));
    }

    private boolean holds(String hash) {
        Instant now = clock.instant();
        synchronized (sessions) {
            Session session = sessions.get(hash);
            return session != null && session.holds(now);
        }
    }
}
