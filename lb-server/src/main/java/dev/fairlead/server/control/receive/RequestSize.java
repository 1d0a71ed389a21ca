package dev.fairlead.server.control.receive;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.PluginServiceGrpc;
import java.util.Set;

/**
 * The size limit for a call's request.
 *
 * @param most bytes
 * @param weight the memory cost per byte: a file stays bytes, other requests become objects
 */
record RequestSize(int most, int weight) {

    /** The largest request is a jar to be verified. */
    static final int LARGEST = 16 << 20;

    /** The largest accepted configuration, plus the rest of the message. */
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
        return "the request is too large for this call, expected at most " + (most >> 20) + " MiB";
    }
}
