package dev.fairlead.server.control.auth;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Keeps callers from what their role does not include. Behind {@link Authentication}. */
public final class Authorization implements ServerInterceptor {

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Caller caller = Caller.current();
        if (caller.role().includes(Roles.of(call.getMethodDescriptor()))) {
            return next.startCall(call, headers);
        }
        call.close(
                Status.PERMISSION_DENIED.withDescription(caller.name() + " may read and not change anything, and "
                        + call.getMethodDescriptor().getBareMethodName() + " needs the role write"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
