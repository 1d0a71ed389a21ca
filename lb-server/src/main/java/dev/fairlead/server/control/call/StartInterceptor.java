package dev.fairlead.server.control.call;

import dev.fairlead.server.routing.RoutingTables;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import jakarta.inject.Inject;

/**
 * Asks callers to retry while the server is starting: the port opens before the first desired state is applied, and
 * "there is no pool" would be a wrong answer.
 */
public final class StartInterceptor implements ServerInterceptor {

    private static final String OURS = "fairlead.";

    private final RoutingTables tables;

    @Inject
    public StartInterceptor(RoutingTables tables) {
        this.tables = tables;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        boolean ours = call.getMethodDescriptor().getFullMethodName().startsWith(OURS);
        if (!ours || tables.current().revision() > 0) {
            return next.startCall(call, headers);
        }
        call.close(Status.UNAVAILABLE.withDescription("the server is starting; try again in a moment"), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
