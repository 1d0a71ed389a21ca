package dev.fairlead.server.control;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Lets nobody in who does not show the token that this server made up at its start. */
final class TokenInterceptor implements ServerInterceptor {

    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final Status REFUSED = Status.UNAUTHENTICATED.withDescription(
            "no valid token, expected the metadata \"authorization: Bearer TOKEN\" with the token of the runtime file");

    private final byte[] expected;

    TokenInterceptor(String token) {
        this.expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (isValid(headers.get(AUTHORIZATION))) {
            return next.startCall(call, headers);
        }
        call.close(REFUSED, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private boolean isValid(@Nullable String shown) {
        // in constant time: how long a comparison takes must not tell how much of a guess was right
        return shown != null && MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8));
    }
}
