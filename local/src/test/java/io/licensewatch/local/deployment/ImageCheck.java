package io.licensewatch.local.deployment;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the image of an app can be built and run: what it copies, starts, and says about its port. */
final class ImageCheck {
    private static final String BUILT = "target/dist/lib";

    private final Repository repository;
    private final App app;
    private final Dockerfile dockerfile;
    private final List<String> problems = new ArrayList<>();

    private ImageCheck(Repository repository, App app) {
        this.repository = repository;
        this.app = app;
        this.dockerfile = Dockerfile.parse(repository.text(app.module() + "/Dockerfile"));
    }

    static List<String> problems(Repository repository, App app) {
        ImageCheck check = new ImageCheck(repository, app);
        check.copied();
        check.started();
        check.settings();
        check.base();
        if (dockerfileRunsAsRoot(check.dockerfile)) {
            check.problem("runs as root");
        }
        return List.copyOf(check.problems);
    }

    private static boolean dockerfileRunsAsRoot(Dockerfile dockerfile) {
        return dockerfile.user().startsWith("root") || dockerfile.user().startsWith("0");
    }

    private void copied() {
        List<String> sent =
                repository.text(app.module() + "/.dockerignore").lines().toList();
        for (String source : dockerfile.copied()) {
            boolean there = source.equals(BUILT) ? mavenBuildsIt() : repository.has(app.module() + "/" + source);
            if (!there) {
                problem("copies " + source + ", which nobody makes");
            }
            if (!sent.contains("!" + source)) {
                problem("copies " + source + ", which .dockerignore keeps from it");
            }
        }
    }

    /** Not from the directory itself: a build without packaging has not made it yet. */
    private boolean mavenBuildsIt() {
        return repository.text("pom.xml").contains("<outputDirectory>${project.build.directory}/dist/lib<")
                && repository.text(app.module() + "/pom.xml").contains("<artifactId>maven-dependency-plugin<");
    }

    private void started() {
        List<String> entryPoint = dockerfile.entryPoint();
        if (entryPoint.isEmpty() || !entryPoint.get(entryPoint.size() - 1).equals(app.mainClass())) {
            problem("starts " + entryPoint + ", not " + app.mainClass());
        }
        if (!entryPoint.contains("/app/lib/*") || !dockerfileCopiesTo("/app/lib")) {
            problem("has its class path elsewhere than its jars");
        }
        if (!app.accepts(dockerfile.command())) {
            problem("passes " + dockerfile.command() + ", which " + app.mainClass() + " does not take");
        }
    }

    private boolean dockerfileCopiesTo(String target) {
        return dockerfile.instructions().stream()
                .anyMatch(i -> i.name().equals("COPY") && i.words().equals(List.of(BUILT, target)));
    }

    private void settings() {
        Map<String, String> environment = dockerfile.environment();
        try {
            Settings settings = Settings.load(app.settings(), null, environment, Map.of());
            Object port = settings.get(app.httpPort());
            List<Object> ports = app.ports().stream().<Object>map(settings::get).toList();
            if (!dockerfile.exposed().equals(ports)) {
                problem("exposes " + dockerfile.exposed() + ", but the app listens on " + ports);
            }
            if (!dockerfile.healthCheck().contains("http://127.0.0.1:" + port + "/health/live")) {
                problem("asks for its health elsewhere than on port " + port);
            }
        } catch (ConfigurationException e) {
            e.problems().forEach(this::problem);
        }
    }

    private void base() {
        if (!ImageVersion.isExact(dockerfile.base())) {
            problem("is built on " + dockerfile.base() + ", which is another one tomorrow");
        }
    }

    private void problem(String what) {
        problems.add(app.module() + "/Dockerfile: " + what);
    }
}
