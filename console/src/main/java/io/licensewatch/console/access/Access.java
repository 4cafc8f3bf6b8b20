package io.licensewatch.console.access;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.security.RouteRole;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authorizes each request before its route handles it. */
public final class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final String PERSON = "person";
    private static final String HOLDS = "holds";

    private final Csrf csrf = new Csrf();
    private final List<Identity> identities;
    private final @Nullable BrowserLogin login;

    /** Only on this machine: everybody who can reach the port has access. */
    public Access() {
        this(List.of(new LocalUser(System.getProperty("user.name", "local"))), null);
    }

    private Access(List<Identity> identities, @Nullable BrowserLogin login) {
        this.identities = identities;
        this.login = login;
    }

    /**
     * @param host the host that the console listens on
     * @throws ConfigurationException if others could have access without a login
     */
    public static Access of(Settings settings, String host, Clock clock) {
        List<Credentials> kinds = new ArrayList<>();
        settings.get(AccessSettings.TOKENS_FILE).ifPresent(path -> kinds.add(TokenFile.open(path)));
        JwtSettings.of(settings).ifPresent(jwt -> kinds.add(new Jwts(jwt, Jwks.at(jwt.jwks()), clock)));
        boolean local = isLoopback(host);
        if (!kinds.isEmpty()) {
            return withLogin(kinds, local, settings, clock);
        }
        if (!local) {
            throw new ConfigurationException(
                    "licensewatch.console.host is " + host
                            + ", which other machines can reach, and there is no login: set licensewatch.console.tokens-file (licensewatch console"
                            + " token NAME --role view prints a line for it) or licensewatch.console.jwt-issuer, -audience and -jwks");
        }
        String user = settings.get(AccessSettings.LOCAL_USER).orElseGet(() -> System.getProperty("user.name", "local"));
        return new Access(List.of(new LocalUser(user)), null);
    }

    private static Access withLogin(List<Credentials> kinds, boolean local, Settings settings, Clock clock) {
        boolean https = settings.get(AccessSettings.URL)
                .filter(url -> url.startsWith("https://"))
                .isPresent();
        if (!https && !local) {
            LOG.warn("tokens and cookies are not encrypted: run a proxy with TLS in front of the console and set"
                    + " licensewatch.console.url to its https address");
        }
        Logins logins = new Logins(kinds, clock);
        Sessions sessions = new Sessions(https, clock);
        return new Access(List.of(new Bearer(logins, clock), sessions), new BrowserLogin(logins, sessions, clock));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The handler that runs before every matched route. */
    public void check(Context request) {
        Set<RouteRole> roles = request.routeRoles();
        if (roles.isEmpty() || !roles.stream().allMatch(Role.class::isInstance)) {
            throw new ForbiddenResponse("this route has no role");
        }
        if (roles.equals(Set.of(Role.OPEN))) {
            return;
        }
        Optional<Caller> known = identities.stream()
                .flatMap(identity -> identity.of(request).stream())
                .findFirst();
        if (known.isEmpty()) {
            askForLogin(request);
            return;
        }
        Caller caller = known.get();
        request.attribute(PERSON, caller.person());
        request.attribute(HOLDS, caller.holds());
        csrf.offer(request, caller.login());
        SameOrigin.require(request, caller);
        roles.forEach(role -> requireRole(caller.person(), (Role) role));
    }

    private static void askForLogin(Context request) {
        if (!isPage(request)) {
            request.header("WWW-Authenticate", "Bearer");
            request.header("HX-Redirect", "/login"); // for a page that is open
            throw new UnauthorizedResponse("log in first: Authorization: Bearer TOKEN");
        }
        String query = request.queryString();
        String wanted = request.path() + (query == null ? "" : "?" + query);
        request.redirect("/login?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8), HttpStatus.SEE_OTHER);
        request.skipRemainingHandlers();
    }

    /** Whether the client is a browser. */
    private static boolean isPage(Context request) {
        String accept = request.header("Accept");
        return request.method().equals(HandlerType.GET)
                && accept != null
                && accept.contains("text/html")
                && request.header("HX-Request") == null
                && !request.path().startsWith("/api/");
    }

    private static void requireRole(Person person, Role role) {
        if (!person.may(role)) {
            throw new ForbiddenResponse("this needs the role " + role + ", which " + person.name() + " does not have");
        }
    }

    /** Empty without a login. */
    public Optional<BrowserLogin> login() {
        return Optional.ofNullable(login);
    }

    /** The caller, on every route that is not open. */
    public static Person person(Context request) {
        return Objects.requireNonNull(request.<Person>attribute(PERSON), "an open route has no caller");
    }

    /** Whether the caller still has access, for streaming answers. */
    public static BooleanSupplier holds(Context request) {
        return Objects.requireNonNull(request.<BooleanSupplier>attribute(HOLDS), "an open route has no caller");
    }
}
