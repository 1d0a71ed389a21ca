package dev.fairlead.it.support;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key with a certificate that it signed itself, made by the JDK's keytool.
 *
 * @param store both of them, PKCS12, under {@link #PASSWORD}
 * @param certificate in PEM
 * @param key in PEM, without a password
 */
public record Identity(Path store, Path certificate, Path key) {

    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "it";

    /** @param alternativeName as keytool spells it: dns:a.example, ip:127.0.0.1 */
    public static Identity create(Path folder, String commonName, String alternativeName) throws Exception {
        Path store = folder.resolve(commonName + ".p12");
        keytool(List.of(
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + commonName,
                "-ext",
                "SAN=" + alternativeName,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        Identity identity =
                new Identity(store, folder.resolve(commonName + ".pem"), folder.resolve(commonName + ".key"));
        KeyStore keys = identity.keyStore();
        pem(identity.certificate, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
        pem(
                identity.key,
                "PRIVATE KEY",
                keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        return identity;
    }

    public KeyStore keyStore() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void pem(Path file, String what, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private static void keytool(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        Path said = Files.createTempFile("keytool", ".txt");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new AssertionError("keytool failed: " + Files.readString(said));
        }
        Files.delete(said);
    }
}
