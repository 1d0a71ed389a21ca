package dev.fairlead.server.control.auth;

import dev.fairlead.control.v1.AccessServiceGrpc;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Lets in only callers with a known token or a certificate from the client CA. */
public final class Authentication implements ServerInterceptor {

    public static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final String SCHEME = "Bearer ";
    private static final String EXPECTED =
            ", expected the metadata \"authorization: Bearer TOKEN\" with the token of the"
                    + " runtime file or one of control.auth.tokens-file, or a client certificate";

    /** Its caller verifies the server before it identifies itself. Such a caller may make this call and no other. */
    private static final String PROOF = AccessServiceGrpc.getProveMethod().getFullMethodName();

    private static final String NOBODY = "nobody";

    private final AccessControl access;
    private final RejectedCallerLog strangers = new RejectedCallerLog(System::nanoTime);

    public Authentication(AccessControl access) {
        this.access = access;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        String from = address(call);
        if (call.getMethodDescriptor().getFullMethodName().equals(PROOF)) {
            Context unknown = Context.current()
                    .withValues(
                            Caller.KEY, new Caller(NOBODY, Role.READ, from), AccessCalls.ADDRESS, connectedTo(call));
            return Contexts.interceptCall(unknown, call, headers, next);
        }
        String cause;
        try {
            Optional<Caller> caller = caller(call, headers.get(AUTHORIZATION), from);
            if (caller.isPresent()) {
                Context known = Context.current().withValue(Caller.KEY, caller.get());
                return Contexts.interceptCall(known, call, headers, next);
            }
            cause = headers.containsKey(AUTHORIZATION) ? "the token is not a valid one" : "no valid token was sent";
        } catch (IllegalArgumentException unusable) {
            cause = "the client certificate has no usable name: " + unusable.getMessage();
        }
        strangers.refused(from, cause);
        call.close(Status.UNAUTHENTICATED.withDescription(cause + EXPECTED), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** A token takes precedence over a certificate, because it is the more deliberate of the two. */
    private Optional<Caller> caller(ServerCall<?, ?> call, @Nullable String shown, String from) {
        if (shown != null) {
            return shown.startsWith(TokenProofs.SCHEME)
                    ? access.proven(shown.substring(TokenProofs.SCHEME.length()), connectedTo(call), from)
                    : shown.startsWith(SCHEME) ? access.find(shown.substring(SCHEME.length()), from) : Optional.empty();
        }
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        return session == null
                ? Optional.empty()
                : ClientCertificate.commonName(session).map(name -> new Caller(name, Role.WRITE, from));
    }

    /** As in the runtime file. */
    private static String connectedTo(ServerCall<?, ?> call) {
        SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
        if (address instanceof InetSocketAddress internet) {
            String host = internet.getAddress().getHostAddress();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
        }
        return String.valueOf(address);
    }

    private static String address(ServerCall<?, ?> call) {
        SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return address instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress() + ":" + internet.getPort()
                : String.valueOf(address);
    }
}
