package io.licensewatch.console.access;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.licensewatch.console.access.Caller.Proof;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Everybody who can reach the port of this machine may do everything. */
final class LocalUser implements Identity {
    /** A browser that was sent here by DNS rebinding has another host name. */
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

    private final Person person;

    LocalUser(String name) {
        person = new Person(name, Set.of(Role.VIEW, Role.OPERATE, Role.APPROVE));
    }

    @Override
    public Optional<Caller> of(Context request) {
        String host = request.header("Host");
        if (host == null || !LOOPBACK.matcher(host).matches()) {
            throw new ForbiddenResponse(
                    "without a login this console answers on localhost only, and this request has another host name; open it as http://localhost, or set licensewatch.console.tokens-file");
        }
        // A header that a page of another site cannot send; its value does not matter.
        Proof proof = request.header("Authorization") == null ? Proof.LOCAL : Proof.BEARER;
        return Optional.of(new Caller(person, proof, person.name(), () -> true));
    }
}
