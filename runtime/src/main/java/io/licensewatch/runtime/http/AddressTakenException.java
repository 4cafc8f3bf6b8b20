package io.licensewatch.runtime.http;

/** Metrics and health cannot be served where they are to be; the message says where and which settings say so. */
public final class AddressTakenException extends RuntimeException {
    public AddressTakenException(String host, int port, Throwable cause) {
        super(
                "cannot serve metrics and health on " + host + ":" + port + ": " + cause.getMessage()
                        + "; choose another address with licensewatch.http.port (--http-port; -1 serves nothing) and"
                        + " licensewatch.http.host",
                cause);
    }
}
