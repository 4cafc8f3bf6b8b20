package io.licensewatch.local.deployment;

import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.console.access.Access;
import io.licensewatch.local.deployment.ComposeFile.Port;
import io.licensewatch.local.deployment.ComposeFile.Service;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether one of our services starts with the settings that it is given, and finds the others at the addresses that it is given. */
final class WiringCheck {
    private static final String MOUNTED = "/run/secrets/";

    private final ComposeFile compose;
    private final Service service;
    private final App app;
    private final Dockerfile dockerfile;
    private final Path secrets;
    private final List<String> problems = new ArrayList<>();

    private WiringCheck(Repository repository, ComposeFile compose, Service service, App app, Path secrets) {
        this.compose = compose;
        this.service = service;
        this.app = app;
        this.dockerfile = Dockerfile.parse(repository.text(app.module() + "/Dockerfile"));
        this.secrets = secrets;
    }

    /** @param secrets directory with the secrets, for those that are mounted */
    static List<String> problems(Repository repository, ComposeFile compose, Service service, App app, Path secrets) {
        WiringCheck check = new WiringCheck(repository, compose, service, app, secrets);
        try {
            check.settings();
        } catch (ConfigurationException e) {
            e.problems().forEach(check::problem);
        }
        return List.copyOf(check.problems);
    }

    private void settings() {
        Settings settings = Settings.load(app.settings(), null, environment(), Map.of());
        List<String> arguments = service.command().isEmpty() ? dockerfile.command() : service.command();
        if (!app.accepts(arguments)) {
            problem("runs " + arguments + ", which " + app.mainClass() + " does not take");
        }
        if (arguments.contains("prepare-source") || arguments.contains("prepare-worker")) {
            preparation(settings);
            return;
        }
        http(settings);
        kafka(settings);
        if (app == App.CDC || app == App.WORKER) {
            postgres(settings);
        }
        if (app == App.CONSOLE) {
            String host = String.valueOf(settings.get(app.setting("licensewatch.console.host")));
            Access unused = Access.of(settings, host, Clock.systemUTC());
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(dockerfile.environment());
        environment.putAll(service.environment());
        environment.replaceAll((name, value) -> name.endsWith("_FILE") && value.startsWith(MOUNTED)
                ? secrets.resolve(value.substring(MOUNTED.length())).toString()
                : value);
        return environment;
    }

    private void http(Settings settings) {
        List<Object> ports = app.ports().stream().<Object>map(settings::get).toList();
        if (!service.ports().stream().map(Port::container).toList().equals(ports)) {
            problem("publishes " + service.ports() + ", but the app listens on " + ports);
        }
        if (!settings.get(CommonSettings.HTTP_HOST).equals("0.0.0.0")) {
            problem("listens where nobody reaches it from outside the container");
        }
    }

    private void kafka(Settings settings) {
        String bootstrap = settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS);
        Optional<Service> broker = compose.service(bootstrap.substring(0, bootstrap.indexOf(':')));
        if (broker.isEmpty() || !BrokerCheck.addresses(broker.get()).contains(bootstrap)) {
            problem("connects to Kafka at " + bootstrap + ", where no listener is");
        }
    }

    private void postgres(Settings settings) {
        PostgresAddress address = CdcSettings.address(settings);
        source(address);
        if (address.password().isEmpty()) {
            problem("has no password for " + address);
        }
    }

    /** Whoever prepares logs in as the administrator, for a role and a password that its app is to use. */
    private void preparation(Settings settings) {
        settings.get(CdcSettings.POSTGRES_ADMIN_URL)
                .ifPresentOrElse(this::source, () -> problem("is no administrator"));
        PostgresAddress role = CdcSettings.address(settings);
        boolean used = compose.services().stream()
                .filter(other -> other.build().equals(service.build()) && !other.equals(service))
                .anyMatch(other -> passwordFile(other).equals(passwordFile(service)));
        if (!used || role.password().isEmpty()) {
            problem("sets a password that its app does not use");
        }
    }

    private static String passwordFile(Service service) {
        return service.environment().getOrDefault("LICENSEWATCH_POSTGRES_PASSWORD_FILE", "");
    }

    private void source(PostgresAddress address) {
        Optional<Service> database = compose.service(address.host());
        boolean found = database.isPresent()
                && database.get().ports().stream().anyMatch(port -> port.container() == address.port())
                && address.database().equals(database.get().environment().get("POSTGRES_DB"));
        if (!found) {
            problem("connects to Postgres at " + address + ", where it is not");
        }
    }

    private void problem(String what) {
        problems.add("service " + service.name() + ": " + what);
    }
}
