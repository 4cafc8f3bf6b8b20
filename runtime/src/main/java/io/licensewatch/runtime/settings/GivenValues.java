package io.licensewatch.runtime.settings;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the given value of a setting, from the source with the highest precedence; a secret may be in its own file. */
final class GivenValues {
    private final SmallRyeConfig config;

    GivenValues(SmallRyeConfig config) {
        this.config = config;
    }

    @Nullable
    GivenValue of(Setting<?> setting) {
        ConfigValue own = config.getConfigValue(setting.name());
        if (!setting.secret()) {
            return given(own);
        }
        ConfigValue file = config.getConfigValue(setting.fileName());
        if (file.getValue() == null) {
            return given(own);
        }
        if (own.getValue() == null || own.getConfigSourceOrdinal() < file.getConfigSourceOrdinal()) {
            return secret(setting, file);
        }
        if (own.getConfigSourceOrdinal() > file.getConfigSourceOrdinal()) {
            return given(own);
        }
        throw new ConfigurationException("both " + setting.name() + " and " + setting.fileName() + " in "
                + own.getConfigSourceName() + ": expected one of them");
    }

    private static @Nullable GivenValue given(ConfigValue value) {
        return value.getValue() == null ? null : new GivenValue(value.getValue(), value.getConfigSourceName());
    }

    private static GivenValue secret(Setting<?> setting, ConfigValue file) {
        try {
            String text = Files.readString(Path.of(file.getValue()));
            return new GivenValue(text.strip(), "the file " + file.getValue());
        } catch (IOException e) {
            String path = file.getValue();
            String shown = looksLikePath(path) ? " = '" + path + "'" : " (not repeated here: is it the secret itself?)";
            throw new ConfigurationException("wrong setting " + setting.fileName() + shown + " in "
                    + file.getConfigSourceName() + ": expected a file that can be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** The value may be the secret itself instead of its file. */
    private static boolean looksLikePath(String text) {
        Path parent = Path.of(text).getParent();
        return parent != null && (Files.isDirectory(parent) || (parent.getNameCount() > 0 && text.startsWith("/")));
    }
}
