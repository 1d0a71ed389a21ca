package dev.fairlead.server.control.auth;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Refuses calls that the caller's role does not include. Runs after {@link Authentication}. */
public final class Authorization implements ServerInterceptor {

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Caller caller = Caller.current();
        if (caller.role().includes(Roles.of(call.getMethodDescriptor()))) {
            return next.startCall(call, headers);
        }
        call.close(
                Status.PERMISSION_DENIED.withDescription(
                        caller.name() + " has the role read and cannot change anything; "
                                + call.getMethodDescriptor().getBareMethodName() + " needs the role write"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
