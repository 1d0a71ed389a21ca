package dev.fairlead.server.control.auth;

import com.google.protobuf.ByteString;
import dev.fairlead.control.v1.AccessServiceGrpc;
import dev.fairlead.control.v1.ProveRequest;
import dev.fairlead.control.v1.ProveResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** Answers callers who want to verify the server. */
public final class AccessCalls extends AccessServiceGrpc.AccessServiceImplBase {

    /** The address that the caller connected to. */
    static final Context.Key<String> ADDRESS = Context.key("address");

    private final AccessControl access;

    public AccessCalls(AccessControl access) {
        this.access = access;
    }

    @Override
    public void prove(ProveRequest request, StreamObserver<ProveResponse> caller) {
        if (!TokenProofs.isNonce(request.getNonce())) {
            caller.onError(Status.INVALID_ARGUMENT
                    .withDescription("nonce: cannot be used, expected 16 to 128 visible ASCII characters")
                    .asRuntimeException());
            return;
        }
        byte[] proof = access.proofs().ofServer(ADDRESS.get(), request.getNonce());
        caller.onNext(
                ProveResponse.newBuilder().setProof(ByteString.copyFrom(proof)).build());
        caller.onCompleted();
    }
}
