package dev.fairlead.server.health.probe;

import io.undertow.Undertow;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** A backend that speaks TLS with a certificate of its own making, answering 200. */
final class HttpsBackend implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Undertow server;
    private final Path certificate;
    private final CountedKeys asked;

    /** @param name what the certificate is for, such as {@code dns:app.test} or {@code ip:127.0.0.1} */
    HttpsBackend(Path folder, String name) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("keys.p12");
        generate(store, name);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        certificate = Files.writeString(folder.resolve("certificate.pem"), pem(keys));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        asked = new CountedKeys((X509ExtendedKeyManager) managers.getKeyManagers()[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {asked}, null, null);
        server = Undertow.builder()
                .addHttpsListener(0, "127.0.0.1", context)
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setHandler(exchange -> exchange.getResponseSender().send("ok"))
                .build();
        server.start();
    }

    String url() {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return "https://127.0.0.1:" + address.getPort();
    }

    /** How often it has shown its certificate, which a resumed session spares it. */
    int shown() {
        return asked.count.get();
    }

    /** The PEM file that trusts it. */
    String certificate() {
        return certificate.toString();
    }

    private static void generate(Path store, String name) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        int exit = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "backend",
                        "-dname",
                        "CN=backend",
                        "-ext",
                        "san=" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("keytool ended with " + exit);
        }
    }

    private static String pem(KeyStore keys) throws GeneralSecurityException {
        byte[] encoded = keys.getCertificate("backend").getEncoded();
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
    }

    @Override
    public void close() {
        server.stop();
    }

    /** The key store, which is asked in every handshake that is not resumed. */
    private static final class CountedKeys extends X509ExtendedKeyManager {
        final AtomicInteger count = new AtomicInteger();
        private final X509ExtendedKeyManager keys;

        CountedKeys(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            count.incrementAndGet();
            return keys.getCertificateChain(alias);
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return keys.chooseEngineServerAlias(keyType, issuers, engine);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return keys.getServerAliases(keyType, issuers);
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return keys.chooseServerAlias(keyType, issuers, socket);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return keys.getClientAliases(keyType, issuers);
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return keys.chooseClientAlias(keyTypes, issuers, socket);
        }
    }
}
