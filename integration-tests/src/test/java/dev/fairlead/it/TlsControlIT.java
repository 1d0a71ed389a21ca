package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.Identity;
import dev.fairlead.it.support.LbCtl;
import dev.fairlead.it.support.LbProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** lb-ctl and a control port behind TLS: each proves to the other who it is, and what does not fit is one sentence. */
class TlsControlIT {

    @TempDir
    private static Path temp;

    private static Identity server;
    private static Identity ann;
    private static LbProcess lb;

    @BeforeAll
    static void start() throws Exception {
        server = Identity.create(temp, "server", "ip:127.0.0.1");
        ann = Identity.create(temp, "ann", "dns:ann.example");
        String tls = "lb.control.tls { cert = \"%s\", key = \"%s\", client-ca = \"%s\" }\n"
                .formatted(server.certificate(), server.key(), ann.certificate());
        lb = LbProcess.with()
                .file(
                        "lb.conf",
                        LbProcess.configuration(List.of("127.0.0.1:1"), "health-check.type = none, min-healthy = 0")
                                + tls)
                .start()
                .ready();
    }

    @AfterAll
    static void stop() {
        lb.close();
    }

    @Test
    void whoShowsACertificateIsKnownByItsName() {
        caller(ann, "weight", "127.0.0.1:1", "7").ok();

        assertThat(caller(ann, "config", "history", "-n", "1", "-o", "json")
                        .ok()
                        .json()
                        .getConfigList("revisions"))
                .singleElement()
                .satisfies(revision -> assertThat(revision.getString("author")).isEqualTo("ann"));
    }

    @Test
    void whoOnlyHasTheTokenOfTheRuntimeFileIsLetInToo() {
        lb.ctl("backends", "list", "--tls-ca", server.certificate().toString()).ok();
    }

    @Test
    void whoShowsNothingIsNotLetIn() {
        LbCtl said = stranger("backends", "list", "--tls-ca", server.certificate());
        assertThat(said.exit()).as(said.toString()).isEqualTo(8);
        assertThat(said.err()).contains("--token-file", "--tls-cert").hasLineCount(1);
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTalkedTo() {
        LbCtl wrongRoots = stranger("backends", "list", "--tls-ca", ann.certificate());
        assertThat(wrongRoots.exit()).as(wrongRoots.toString()).isEqualTo(3);
        assertThat(wrongRoots.err()).contains("certificate", "--tls-ca").hasLineCount(1);

        LbCtl usualRoots = LbCtl.run(Map.of("LB_CTL_ADDRESS", "https://" + address()), "backends", "list");
        assertThat(usualRoots.exit()).as(usualRoots.toString()).isEqualTo(3);
        assertThat(usualRoots.err()).contains("certificate", "--tls-ca").hasLineCount(1);
    }

    @Test
    void aCertificateThatTheServerDoesNotKnowIsRefused() {
        LbCtl said = caller(server, "backends", "list");
        assertThat(said.exit()).as(said.toString()).isEqualTo(8);
        assertThat(said.err())
                .contains("or a client certificate that it accepts")
                .hasLineCount(1);
    }

    @Test
    void withoutTlsItIsSaidThatTlsIsMissing() {
        LbCtl said = lb.ctl("backends", "list");
        assertThat(said.exit()).as(said.toString()).isEqualTo(3);
        assertThat(said.err()).contains("TLS", "--tls-ca").hasLineCount(1);
    }

    private static String address() {
        return "127.0.0.1:" + lb.ports().getInt("control");
    }

    /** A stranger with a certificate. */
    private static LbCtl caller(Identity identity, String... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--tls-ca", server.certificate()));
        all.addAll(List.of("--tls-cert", identity.certificate(), "--tls-key", identity.key()));
        return stranger(all.toArray());
    }

    /** From a place where the runtime file cannot be seen. */
    private static LbCtl stranger(Object... words) {
        List<String> all = new ArrayList<>();
        for (Object word : words) {
            all.add(word.toString());
        }
        return LbCtl.run(Map.of("LB_CTL_ADDRESS", address()), all.toArray(String[]::new));
    }
}
