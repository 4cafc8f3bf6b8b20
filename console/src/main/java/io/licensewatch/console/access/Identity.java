package io.licensewatch.console.access;

import io.javalin.http.Context;
import java.util.Optional;

/** One way to know who has made a request. */
@FunctionalInterface
interface Identity {
    /** Empty when the request does not say; a wrong token is refused with an exception. */
    Optional<Caller> of(Context request);
}
