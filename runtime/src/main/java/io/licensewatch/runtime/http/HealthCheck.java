package io.licensewatch.runtime.http;

import java.util.function.Supplier;

/** A named question about the process. It reads what is known and waits for nothing: one that takes too long counts as down. */
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
