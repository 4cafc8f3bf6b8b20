package io.licensewatch.runtime.http;

/** The configured address for metrics and health cannot be bound; the message names the address and its settings. */
public final class AddressTakenException extends RuntimeException {
    public AddressTakenException(String host, int port, Throwable cause) {
        super(
                "cannot serve metrics and health on " + host + ":" + port + ": " + cause.getMessage()
                        + "; choose another address with licensewatch.http.port (--http-port; -1 serves nothing) and"
                        + " licensewatch.http.host",
                cause);
    }
}
