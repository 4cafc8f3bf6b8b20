package io.licensewatch.console.access;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How often a wrong credential was shown within a minute. Who shows many is not heard until the next one, nor is anybody when all do. */
final class LoginFailures {
    static final int MOST_OF_ONE = 20;
    static final int MOST_OF_ALL = 200;

    private final Clock clock;
    private final Map<String, Integer> ofAddress = new HashMap<>();
    private int ofAll;
    private long minute;

    LoginFailures(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean isBlocked(String address) {
        forgetOld();
        return ofAll >= MOST_OF_ALL || ofAddress.getOrDefault(address, 0) >= MOST_OF_ONE;
    }

    synchronized void count(String address) {
        forgetOld();
        ofAll++;
        ofAddress.merge(address, 1, Integer::sum);
    }

    private void forgetOld() {
        long now = clock.millis() / Duration.ofMinutes(1).toMillis();
        if (now != minute) {
            minute = now;
            ofAll = 0;
            ofAddress.clear();
        }
    }
}
