package dev.fairlead.server.desired;

/**
 * Limits for a request and for all clients together; 0 means no limit, or where stated, a limit derived from the
 * resources of the process.
 */
public record Limits(
        @Setting(value = "0", doc = "largest request body; 0 = no limit")
        long body,

        @Setting(value = "32KiB", kind = Setting.Kind.SIZE, doc = "largest request head; 0 = no limit")
        int header,

        @Setting(value = "100", doc = "most header fields of a request; 0 = no limit")
        int headers,

        @Setting(
                value = "0",
                owner = Setting.Owner.NODE,
                doc = "connections of all clients together; 0 = as many as the descriptor limit allows if each"
                        + " also has one backend connection, after a reserve for probes, the control and admin ports"
                        + " and logs. At the limit, idle clients without a request are disconnected, longest idle"
                        + " first; if there are none, new clients wait in the system's accept queue")
        int connections,

        @Setting(
                value = "0",
                doc = "connections of one TCP peer; excess connections are closed; 0 = no limit; peers in"
                        + " `trusted-proxies` are exempt")
        int connectionsPerClient,

        @Setting(
                value = "0",
                owner = Setting.Owner.NODE,
                doc = "bytes held for clients, on and off the heap; 0 = derived from both: half of the heap less"
                        + " 16 MiB, at most three tenths of `MaxDirectMemorySize`. When nearly all are used, clients"
                        + " waiting without a complete request are disconnected, and peers with many connections get"
                        + " 503; beyond the limit, clients that do not read their answer are cut, and new requests get"
                        + " 503")
        long buffers,

        @Setting(
                value = "500",
                doc = "bytes per second below which a body is too slow, averaged over the time spent waiting for"
                        + " the client, once that reaches 10 s; 0 = no limit. A client that sends a request body more"
                        + " slowly gets 408; one that reads the answer more slowly is cut. Time spent waiting for a"
                        + " backend (no answer yet, streaming events, not reading the upload) never counts")
        long minBodyRate,

        @Setting(
                value = "100000",
                min = "1",
                max = "10000000",
                owner = Setting.Owner.NODE,
                doc =
                        "keys that rate limits remember, about 32 bytes each; a key is only forgotten when it has nothing to"
                                + " make up for, and without room for it, it shares one bucket with others of its limit")
        int rateKeys) {

    public static final Limits DEFAULT = Schema.of(Limits.class).defaults();

    public Limits {
        Checks.of(
                        Limits.class,
                        body,
                        header,
                        headers,
                        connections,
                        connectionsPerClient,
                        buffers,
                        minBodyRate,
                        rateKeys)
                .done();
    }

    public Limits withBody(long newBody) {
        return Schema.with(this, "body", newBody);
    }

    public Limits withHeader(int newHeader) {
        return Schema.with(this, "header", newHeader);
    }

    public Limits withHeaders(int newHeaders) {
        return Schema.with(this, "headers", newHeaders);
    }

    public Limits withConnections(int newConnections) {
        return Schema.with(this, "connections", newConnections);
    }

    public Limits withConnectionsPerClient(int newConnectionsPerClient) {
        return Schema.with(this, "connectionsPerClient", newConnectionsPerClient);
    }

    public Limits withBuffers(long newBuffers) {
        return Schema.with(this, "buffers", newBuffers);
    }

    public Limits withRateKeys(int newRateKeys) {
        return Schema.with(this, "rateKeys", newRateKeys);
    }

    public Limits withMinBodyRate(long newMinBodyRate) {
        return Schema.with(this, "minBodyRate", newMinBodyRate);
    }
}
