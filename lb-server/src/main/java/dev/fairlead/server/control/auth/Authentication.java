package dev.fairlead.server.control.auth;

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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Lets nobody in who does not show the token that this server made up at its start. */
public final class Authentication implements ServerInterceptor {

    public static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final Status REFUSED = Status.UNAUTHENTICATED.withDescription(
            "no valid token, expected the metadata \"authorization: Bearer TOKEN\" with the token of the runtime file");

    private final byte[] expected;

    public Authentication(String token) {
        this.expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (isValid(headers.get(AUTHORIZATION))) {
            Caller caller = new Caller(Caller.LOCAL, Role.WRITE, address(call));
            return Contexts.interceptCall(Context.current().withValue(Caller.KEY, caller), call, headers, next);
        }
        call.close(REFUSED, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private boolean isValid(@Nullable String shown) {
        // in constant time: how long a comparison takes must not tell how much of a guess was right
        return shown != null && MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8));
    }

    private static String address(ServerCall<?, ?> call) {
        SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return address instanceof InetSocketAddress internet
                ? internet.getHostString() + ":" + internet.getPort()
                : String.valueOf(address);
    }
}
