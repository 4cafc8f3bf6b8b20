package io.licensewatch.runtime.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Rejected requests get a status and no body: Jetty's error page would repeat what the client sent. */
final class Refusal extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Pages.write(response, Page.text(status, HttpStatus.getMessage(status) + "\n"), callback);
        return true;
    }
}
