package dev.fairlead.server.control.receive;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.PluginServiceGrpc;
import java.util.Set;

/**
 * How large a call's request may be.
 *
 * @param most bytes
 * @param weight what a byte of it costs: a file's stay bytes, and of others objects are made
 */
record RequestSize(int most, int weight) {

    /** A jar to be verified is the largest thing that is sent. */
    static final int LARGEST = 16 << 20;

    /** A configuration of the largest size that is read, and what is said about it. */
    private static final int FILE = 5 << 20;

    private static final int OTHER = 1 << 20;
    private static final int OBJECTS = 16;

    private static final String JARS = PluginServiceGrpc.getVerifyPluginMethod().getFullMethodName();
    private static final Set<String> FILES = Set.of(
            ConfigServiceGrpc.getApplyFileMethod().getFullMethodName(),
            ConfigServiceGrpc.getValidateConfigMethod().getFullMethodName(),
            ConfigServiceGrpc.getDiffConfigMethod().getFullMethodName());

    static RequestSize of(String method) {
        if (method.equals(JARS)) {
            return new RequestSize(LARGEST, 1);
        }
        return FILES.contains(method) ? new RequestSize(FILE, 1) : new RequestSize(OTHER, OBJECTS);
    }

    String sentence() {
        return "what is sent with this call is too large, expected at most " + (most >> 20) + " MiB";
    }
}
