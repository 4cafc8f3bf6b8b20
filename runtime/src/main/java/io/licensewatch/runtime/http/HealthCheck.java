package io.licensewatch.runtime.http;

import java.util.function.Supplier;

/** A named health check of the process. It reads known state and does not block: a check that takes too long counts as down. */
public interface HealthCheck {
    String name();

    Health check();

    static HealthCheck of(String name, Supplier<Health> answer) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Health check() {
                return answer.get();
            }
        };
    }
}
