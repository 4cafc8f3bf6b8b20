package io.licensewatch.console.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.Map;

/** The compiled templates. */
final class Templates {
    private static final String PACKAGE = "io.licensewatch.console.jte";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);

    /** @param view the value of the template's only {@code @param} */
    void render(Context request, String template, Object view) {
        StringOutput html = new StringOutput();
        engine.render(template, view, html);
        request.contentType("text/html; charset=utf-8").result(html.toString());
    }

    /** @param values the template's {@code @param}s by name */
    void render(Context request, String template, Map<String, Object> values) {
        StringOutput html = new StringOutput();
        engine.render(template, values, html);
        request.contentType("text/html; charset=utf-8").result(html.toString());
    }
}
