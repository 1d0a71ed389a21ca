package dev.fairlead.server.control.call;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Inject;

/** Ends a call whose service threw an exception with the matching status. */
public final class RefusalInterceptor implements ServerInterceptor {

    private final StatusMapper statuses;

    @Inject
    public RefusalInterceptor(StatusMapper statuses) {
        this.statuses = statuses;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {

            // The service is called here, when the request is complete.
            @Override
            public void onHalfClose() {
                try {
                    super.onHalfClose();
                } catch (RuntimeException thrown) {
                    StatusRuntimeException refused = statuses.of(thrown);
                    Metadata trailers = refused.getTrailers();
                    call.close(refused.getStatus(), trailers == null ? new Metadata() : trailers);
                }
            }
        };
    }
}
