package io.licensewatch.local.deployment;

import io.licensewatch.local.deployment.ComposeFile.Port;
import io.licensewatch.local.deployment.ComposeFile.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What holds for every service, ours or not: ports, dependencies, files, secrets. */
final class ServiceCheck {
    private final Repository repository;
    private final ComposeFile compose;
    private final Service service;
    private final List<String> problems = new ArrayList<>();

    private ServiceCheck(Repository repository, ComposeFile compose, Service service) {
        this.repository = repository;
        this.compose = compose;
        this.service = service;
    }

    static List<String> problems(Repository repository, ComposeFile compose, Service service) {
        ServiceCheck check = new ServiceCheck(repository, compose, service);
        check.image();
        check.ports();
        check.dependencies();
        check.mounts();
        check.secrets();
        return List.copyOf(check.problems);
    }

    private void image() {
        if (service.build().isEmpty() && !ImageVersion.isExact(service.image())) {
            problem("image " + service.image() + " is another one tomorrow");
        }
    }

    private void ports() {
        for (Port port : service.ports()) {
            if (!port.address().equals("127.0.0.1")) {
                problem("port " + port.text() + " is open to " + port.address());
            }
        }
    }

    private void dependencies() {
        service.dependsOn().forEach((name, condition) -> {
            Optional<Service> other = compose.service(name);
            if (other.isEmpty()) {
                problem("depends on " + name + ", which does not exist");
            } else if (condition.equals("service_healthy") && !tellsHealth(other.get())) {
                problem("waits for the health of " + name + ", which has no health check");
            }
        });
    }

    private boolean tellsHealth(Service other) {
        return other.checksHealth()
                || (!other.hasHealthOff()
                        && App.of(other.build())
                                .map(app -> repository.text(app.module() + "/Dockerfile"))
                                .filter(text ->
                                        !Dockerfile.parse(text).healthCheck().isEmpty())
                                .isPresent());
    }

    private void mounts() {
        for (String source : service.mounted()) {
            boolean there = source.startsWith(".") ? repository.has(source) : compose.hasVolume(source);
            if (!there) {
                problem("mounts " + source + ", which does not exist");
            }
        }
    }

    private void secrets() {
        for (String secret : service.secrets()) {
            if (!compose.secretFile(secret).startsWith("./secrets/")) {
                problem("secret " + secret + " is not one of those that docker/make-secrets makes");
            }
        }
        service.environment().forEach((name, value) -> {
            boolean file = name.endsWith("_FILE");
            if (!file && (name.contains("PASSWORD") || value.matches(".*://[^/]*:[^/]*@.*"))) {
                problem(name + " holds a secret, where docker inspect shows it");
            }
            if (file && !service.secrets().contains(value.replaceFirst("^/run/secrets/", ""))) {
                problem(name + " names " + value + ", which is not mounted");
            }
        });
    }

    private void problem(String what) {
        problems.add("service " + service.name() + ": " + what);
    }
}
