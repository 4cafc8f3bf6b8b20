package io.licensewatch.runtime.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process of its own for {@link ShutdownSignalTest}: says when it is up and when it has closed. */
final class SignalledService {
    private SignalledService() {}

    public static void main(String[] args) throws Exception {
        boolean closes = "closes".equals(args[0]);
        int code = ServiceRun.untilStopped(closes ? Duration.ofSeconds(20) : Duration.ofMillis(100), run -> {
            run.closeAtEnd(() -> {
                if (!closes) {
                    new CountDownLatch(1).await();
                }
                System.out.println("closed");
            });
            System.out.println("up");
        });
        System.exit(code);
    }
}
