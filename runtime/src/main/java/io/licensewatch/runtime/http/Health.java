package io.licensewatch.runtime.http;

/**
 * The result of a health check.
 *
 * @param detail for a person, such as {@code frontier is 0.8 s old}
 */
public record Health(Status status, String detail) {
    public enum Status {
        UP,
        DOWN
    }

    public static Health up(String detail) {
        return new Health(Status.UP, detail);
    }

    public static Health down(String detail) {
        return new Health(Status.DOWN, detail);
    }

    public boolean isUp() {
        return status == Status.UP;
    }
}
