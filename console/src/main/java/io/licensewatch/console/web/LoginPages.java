package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.BrowserLogin;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.Site;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages for login with a token, and for logout. */
public final class LoginPages implements Site {
    private static final String HOME = "/";

    private final Templates templates = new Templates();
    private final Optional<BrowserLogin> login;

    /**
     * @param next the requested page; untrusted
     * @param problem why the login failed; empty at first
     */
    public record Form(String next, String problem) {}

    public LoginPages(Access access) {
        this.login = access.login();
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/login", this::ask, Role.OPEN);
        routes.post("/login", this::logIn, Role.OPEN);
        routes.post("/logout", this::logOut, Role.VIEW);
    }

    private void ask(Context request) {
        if (login.isEmpty()) {
            request.redirect(HOME, HttpStatus.SEE_OTHER);
        } else {
            show(request, new Form(page(request.queryParam("next")), ""));
        }
    }

    private void logIn(Context request) {
        String next = page(request.formParam("next"));
        String token = request.formParam("token");
        if (login.isEmpty() || (token != null && login.get().logIn(request, token))) {
            request.redirect(next, HttpStatus.SEE_OTHER);
        } else {
            request.status(HttpStatus.UNAUTHORIZED);
            show(request, new Form(next, "This token is unknown or has been revoked."));
        }
    }

    private void logOut(Context request) {
        login.ifPresent(known -> known.logOut(request));
        request.redirect(login.isEmpty() ? HOME : "/login", HttpStatus.SEE_OTHER);
    }

    private void show(Context request, Form form) {
        templates.render(request, "login.jte", form);
    }

    /** Always a page of this console: browsers interpret {@code //name} and {@code /\name} as other hosts. */
    private static String page(@Nullable String wanted) {
        return wanted != null && wanted.matches("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*") ? wanted : HOME;
    }
}
