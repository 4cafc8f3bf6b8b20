package io.licensewatch.console.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The description of the API, and the schemas of the records that it refers to. */
final class Documents {
    private static final String OPENAPI = "/io/licensewatch/console/api/openapi.json";
    private static final String CONTRACTS = "/io/licensewatch/schemas/json-schema/";

    private Documents() {}

    static List<Call> calls() {
        return List.of(
                Call.get("/api/openapi.json", request -> send(request, OPENAPI, "application/json")),
                Call.get("/api/schemas/{name}", Documents::contract));
    }

    private static void contract(Context request) throws IOException {
        String name = request.pathParam("name");
        if (!name.matches("[a-z-]{1,40}[.]schema[.]json")) {
            throw Problem.notFound("no such schema; /api/openapi.json refers to the existing ones");
        }
        send(request, CONTRACTS + name, "application/schema+json");
    }

    private static void send(Context request, String resource, String type) throws IOException {
        try (InputStream in = Documents.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw Problem.notFound("no such schema; /api/openapi.json refers to the existing ones");
            }
            request.contentType(type).result(in.readAllBytes());
        }
    }
}
