package io.licensewatch.local.deployment;

import java.util.regex.Pattern;

/** Whether the name of an image is of one release, or of whatever is newest of a line of releases. */
final class ImageVersion {
    /** {@code postgres:16.15}, {@code eclipse-temurin:17.0.20.1_1-jre-noble}, {@code apache/kafka:4.3.1}, or anything with its digest. */
    private static final Pattern EXACT = Pattern.compile(
            "[a-z/-]+:(\\d+\\.\\d+|\\d+\\.\\d+\\.\\d+([.\\d]*_\\d+)?(-[a-z0-9-]+)?)(@sha256:[0-9a-f]{64})?|.+@sha256:[0-9a-f]{64}");

    private ImageVersion() {}

    static boolean isExact(String image) {
        return EXACT.matcher(image).matches();
    }
}
