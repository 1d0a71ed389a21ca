package dev.fairlead.server.desired;

/**
 * What a request may cost before it is refused, and what all clients together may; 0 means no limit, or where it says so,
 * one that is derived from what the process has.
 *
 * @param body bytes of a request body
 * @param headerBytes bytes of the request line and all header fields
 * @param headerCount number of header fields
 * @param connections of all clients; 0 derives it from the limit on descriptors
 * @param connectionsPerClient of one TCP peer
 * @param buffers bytes held for clients and relays; 0 derives it from the heap and direct memory
 * @param minBodyRate bytes a second below which a body is too slow
 */
public record Limits(
        long body,
        int headerBytes,
        int headerCount,
        int connections,
        int connectionsPerClient,
        long buffers,
        long minBodyRate) {

    public static final Limits DEFAULT = new Limits(0, 32 * 1024, 100, 0, 0, 0, 500);

    public Limits {
        new Checks()
                .atLeast("body", body, 0)
                .atLeast("header", headerBytes, 0)
                .atLeast("headers", headerCount, 0)
                .atLeast("connections", connections, 0)
                .atLeast("connections-per-client", connectionsPerClient, 0)
                .atLeast("buffers", buffers, 0)
                .atLeast("min-body-rate", minBodyRate, 0)
                .done();
    }

    public Limits withBody(long newBody) {
        return new Limits(newBody, headerBytes, headerCount, connections, connectionsPerClient, buffers, minBodyRate);
    }

    public Limits withHeaderBytes(int newHeaderBytes) {
        return new Limits(body, newHeaderBytes, headerCount, connections, connectionsPerClient, buffers, minBodyRate);
    }

    public Limits withHeaderCount(int newHeaderCount) {
        return new Limits(body, headerBytes, newHeaderCount, connections, connectionsPerClient, buffers, minBodyRate);
    }

    public Limits withConnections(int newConnections) {
        return new Limits(body, headerBytes, headerCount, newConnections, connectionsPerClient, buffers, minBodyRate);
    }

    public Limits withConnectionsPerClient(int newConnectionsPerClient) {
        return new Limits(body, headerBytes, headerCount, connections, newConnectionsPerClient, buffers, minBodyRate);
    }

    public Limits withBuffers(long newBuffers) {
        return new Limits(body, headerBytes, headerCount, connections, connectionsPerClient, newBuffers, minBodyRate);
    }

    public Limits withMinBodyRate(long newMinBodyRate) {
        return new Limits(body, headerBytes, headerCount, connections, connectionsPerClient, buffers, newMinBodyRate);
    }
}
