package io.licensewatch.console.access;

import io.javalin.http.Context;
import java.util.Optional;

/** One way to authenticate a request. */
@FunctionalInterface
interface Identity {
    /** Empty if the request has no such credential; a wrong token is rejected with an exception. */
    Optional<Caller> of(Context request);
}
