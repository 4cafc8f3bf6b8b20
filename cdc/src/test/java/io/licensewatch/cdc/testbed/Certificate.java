package io.licensewatch.cdc.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A self-signed certificate and its key, made by the JDK's keytool: it is its own authority.
 *
 * @param keyStore both, PKCS12
 * @param trustStore the certificate, PKCS12
 * @param key as PEM
 * @param pem the certificate as PEM
 */
public record Certificate(Path keyStore, Path trustStore, Path key, Path pem) {
    /** Of both stores. */
    public static final String PASSWORD = "store-Secret-3kw";

    private static final String ALIAS = "self";

    /** @param names as a certificate has them, such as {@code ip:127.0.0.1} */
    public static Certificate of(Path directory, String name, String names) throws Exception {
        Path keyStore = directory.resolve(name + "-key.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + names,
                        "-ext",
                        "bc=ca:true",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool has failed");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
        java.security.cert.Certificate certificate = store.getCertificate(ALIAS);
        Path keyFile = pem(directory.resolve(name + ".key"), "PRIVATE KEY", key);
        Files.setPosixFilePermissions(
                keyFile, PosixFilePermissions.fromString("rw-------")); // or Postgres takes it not
        return new Certificate(
                keyStore,
                trustStore(directory.resolve(name + "-trust.p12"), certificate),
                keyFile,
                pem(directory.resolve(name + ".pem"), "CERTIFICATE", certificate.getEncoded()));
    }

    private static Path trustStore(Path file, java.security.cert.Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(ALIAS, certificate);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static Path pem(Path file, String what, byte[] bytes) throws IOException {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + lines.encodeToString(bytes) + "\n-----END " + what + "-----\n");
    }
}
