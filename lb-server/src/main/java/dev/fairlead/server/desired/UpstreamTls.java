package dev.fairlead.server.desired;

/** How an {@code https} backend is verified. */
public record UpstreamTls(
        @Setting(
                kind = Setting.Kind.FILE,
                doc = "for `https://` backends: PEM file of trusted CAs; empty = the JDK's; probes reread it every"
                        + " time, and resume their TLS session for at most 5 minutes")
        String ca,

        @Setting(doc = "the name that the backends' certificate must have; empty = the host in the url")
        String serverName) {

    public static final UpstreamTls DEFAULT = Schema.of(UpstreamTls.class).defaults();
}
