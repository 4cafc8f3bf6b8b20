package io.licensewatch.console;

import io.licensewatch.console.access.AccessSettings;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The settings of the console. */
final class ConsoleSettings {
    static final Setting<String> HOST = Setting.of(
                    "licensewatch.console.host",
                    ValueType.STRING,
                    "Address that pages and API are served on. An address other than loopback requires a login.")
            .defaultsTo("127.0.0.1");
    static final Setting<Integer> PORT = Setting.of(
                    "licensewatch.console.port",
                    ValueType.intBetween(0, 65_535),
                    "Port that pages and API are served on; 0 for any free port.")
            .defaultsTo("8090");
    static final Setting<Path> DATA_DIRECTORY = Setting.of(
                    "licensewatch.console.data-dir",
                    ValueType.PATH,
                    "Directory of the read model, used by this process alone; it is rebuilt from Kafka if lost, as far back as the topics go.")
            .defaultsTo("state/console");
    static final Setting<Duration> RETENTION = Setting.of(
                    "licensewatch.console.retention",
                    ValueType.POSITIVE_DURATION,
                    "How long transitions, commands, results, decisions and points of curves are kept.")
            .defaultsTo("400d");
    static final Setting<Integer> HTTP_PORT = CommonSettings.httpPort(8084);

    private ConsoleSettings() {}

    static List<Setting<?>> all() {
        return Stream.of(
                        CommonSettings.kafka(),
                        CommonSettings.topics(),
                        AccessSettings.all(),
                        List.<Setting<?>>of(HOST, PORT, DATA_DIRECTORY, RETENTION, CommonSettings.HTTP_HOST, HTTP_PORT))
                .flatMap(List::stream)
                .toList();
    }
}
