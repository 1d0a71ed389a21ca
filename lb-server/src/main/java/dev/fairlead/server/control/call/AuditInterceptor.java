package dev.fairlead.server.control.call;

import com.google.protobuf.Message;
import dev.fairlead.server.control.auth.Caller;
import dev.fairlead.server.control.auth.Role;
import dev.fairlead.server.control.auth.Roles;
import dev.fairlead.server.control.receive.IncomingCall;
import dev.fairlead.server.control.receive.ReceivedRequest;
import dev.fairlead.server.live.ChangeResult;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line for each call that changes something or tried to: with its first answer, or with its end if it has none;
 * for a caller who leaves while his change is made, with what became of it. Reads leave no trace.
 */
public final class AuditInterceptor implements ServerInterceptor {

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (Roles.of(call.getMethodDescriptor()) == Role.READ) {
            return next.startCall(call, headers);
        }
        Audited<ReqT, RespT> audited = new Audited<>(call, Caller.current());
        CallChange change = new CallChange(audited::made);
        return new SimpleForwardingServerCallListener<>(
                Contexts.interceptCall(change.in(Context.current()), audited, headers, next)) {

            @Override
            public void onMessage(ReqT message) {
                audited.request =
                        (Message) (message instanceof ReceivedRequest<?> received ? received.request() : message);
                super.onMessage(message);
            }

            @Override
            public void onCancel() {
                Optional<String> refusal = IncomingCall.current().flatMap(IncomingCall::refusal);
                if (refusal.isPresent()) {
                    audited.write(Status.Code.RESOURCE_EXHAUSTED.name(), refusal.get());
                } else if (change.giveUp()) {
                    audited.write("CANCELLED", "the caller did not wait for the answer");
                }
                super.onCancel();
            }
        };
    }

    private static final class Audited<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

        private final Caller caller;
        private final AtomicBoolean written = new AtomicBoolean();

        /** Null if the call ended before it arrived. */
        private volatile @Nullable Message request;

        Audited(ServerCall<ReqT, RespT> call, Caller caller) {
            super(call);
            this.caller = caller;
        }

        @Override
        public void sendMessage(RespT message) {
            if (!written.getAndSet(true)) {
                line().answered((Message) message);
            }
            super.sendMessage(message);
        }

        /** The caller has left, and may not be sent anything any more. */
        private void made(ChangeResult result) {
            if (!written.getAndSet(true)) {
                line().made(result);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            write(status.getCode().name(), String.valueOf(status.getDescription()));
            super.close(status, trailers);
        }

        private void write(String result, String cause) {
            if (!written.getAndSet(true)) {
                line().failed(result, cause);
            }
        }

        private AuditLine line() {
            return new AuditLine(caller, getMethodDescriptor().getFullMethodName(), request);
        }
    }
}
