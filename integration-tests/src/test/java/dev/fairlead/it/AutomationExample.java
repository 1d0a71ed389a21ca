package dev.fairlead.it;

import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.BackendServiceGrpc.BackendServiceBlockingStub;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.UpdateBackendRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The Java example of docs/automation.md. */
final class AutomationExample {

    private AutomationExample() {}

    /** Adds a backend, gives it more and more of the traffic, and takes it out again. Returns the last revision. */
    static int run(String control, String token, String url) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        ManagedChannel channel = Grpc.newChannelBuilder(control, InsecureChannelCredentials.create())
                .build();
        try {
            BackendServiceBlockingStub backends = BackendServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
            int revision = addAtWeightOne(backends, url);
            for (int weight : new int[] {2, 5, 10}) {
                revision = setWeight(backends, weight, revision);
            }
            return backends.removeBackend(RemoveBackendRequest.newBuilder()
                            .setId("canary")
                            .setMessage("the trial is over")
                            .setRequestId(UUID.randomUUID().toString())
                            .build())
                    .getRevision();
        } finally {
            channel.shutdownNow();
        }
    }

    /** A lost connection says nothing of the change: asked again under the same request id, it is made once. */
    private static int addAtWeightOne(BackendServiceBlockingStub backends, String url) {
        AddBackendRequest request = AddBackendRequest.newBuilder()
                .setBackend(Backend.newBuilder().setId("canary").setUrl(url).setWeight(1))
                .setMessage("a trial")
                .setRequestId(UUID.randomUUID().toString())
                .build();
        try {
            return backends.withDeadlineAfter(5, TimeUnit.SECONDS)
                    .addBackend(request)
                    .getRevision();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                throw e;
            }
            return backends.withDeadlineAfter(5, TimeUnit.SECONDS)
                    .addBackend(request)
                    .getRevision();
        }
    }

    /** Refused with ABORTED if somebody else has changed anything since. */
    private static int setWeight(BackendServiceBlockingStub backends, int weight, int revision) {
        return backends.updateBackend(UpdateBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setId("canary").setWeight(weight))
                        .setIfRevision(revision)
                        .setRequestId(UUID.randomUUID().toString())
                        .build())
                .getRevision();
    }
}
