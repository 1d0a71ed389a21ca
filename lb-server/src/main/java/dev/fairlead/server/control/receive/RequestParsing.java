package dev.fairlead.server.control.receive;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses requests. gRPC treats invalid bytes as a server failure, with a stack trace in its log for each; here they are
 * the caller's mistake. Unknown fields are dropped: nothing uses them, and they would become many objects.
 */
public final class RequestParsing {

    private static final Status UNREADABLE = Status.INVALID_ARGUMENT.withDescription(
            "the request cannot be read, expected the protobuf message of this call");

    private RequestParsing() {}

    /** The same service with our own parser. */
    public static ServerServiceDefinition read(ServerServiceDefinition service) {
        ServiceDescriptor described = service.getServiceDescriptor();
        ServiceDescriptor.Builder names =
                ServiceDescriptor.newBuilder(described.getName()).setSchemaDescriptor(described.getSchemaDescriptor());
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        service.getMethods().forEach(method -> methods.add(read(method)));
        methods.forEach(method -> names.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder read = ServerServiceDefinition.builder(names.build());
        methods.forEach(read::addMethod);
        return read.build();
    }

    private static <Q, A> ServerMethodDefinition<ReceivedRequest<Q>, A> read(ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> described = method.getMethodDescriptor();
        ServerCallHandler<Q, A> handler = method.getServerCallHandler();
        return ServerMethodDefinition.create(
                described.toBuilder(new Reader<>(described.getRequestMarshaller()), described.getResponseMarshaller())
                        .build(),
                (call, headers) -> new Opened<>(call, handler.startCall(plain(call), headers)));
    }

    /** A call has only the name of its request type. */
    @SuppressWarnings("unchecked")
    private static <Q, A> ServerCall<Q, A> plain(ServerCall<ReceivedRequest<Q>, A> call) {
        return (ServerCall<Q, A>) (ServerCall<?, A>) call;
    }

    private static final class Reader<Q> implements MethodDescriptor.Marshaller<ReceivedRequest<Q>> {

        private final Parser<Q> parser;

        @SuppressWarnings("unchecked") // a message's parser creates messages of the same type
        Reader(MethodDescriptor.Marshaller<Q> plain) {
            Message like = (Message) ((MethodDescriptor.PrototypeMarshaller<Q>) plain).getMessagePrototype();
            this.parser = (Parser<Q>) DiscardUnknownFieldsParser.wrap(like.getParserForType());
        }

        @Override
        public InputStream stream(ReceivedRequest<Q> received) {
            throw new UnsupportedOperationException("requests are only read here");
        }

        @Override
        public ReceivedRequest<Q> parse(InputStream sent) {
            try {
                return new ReceivedRequest<>(parser.parseFrom(sent));
            } catch (InvalidProtocolBufferException unreadable) {
                return new ReceivedRequest<>(null);
            }
        }
    }

    /** Passes on parsed requests until an invalid one arrives. */
    private static final class Opened<Q, A> extends ServerCall.Listener<ReceivedRequest<Q>> {

        private final ServerCall<ReceivedRequest<Q>, A> call;
        private final ServerCall.Listener<Q> service;
        private boolean refused;

        Opened(ServerCall<ReceivedRequest<Q>, A> call, ServerCall.Listener<Q> service) {
            this.call = call;
            this.service = service;
        }

        @Override
        public void onMessage(ReceivedRequest<Q> received) {
            @Nullable Q request = received.request();
            if (refused) {
                return;
            }
            if (request != null) {
                service.onMessage(request);
            } else {
                refused = true;
                call.close(UNREADABLE, new Metadata());
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                service.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            service.onCancel();
        }

        @Override
        public void onComplete() {
            service.onComplete();
        }

        @Override
        public void onReady() {
            if (!refused) {
                service.onReady();
            }
        }
    }
}
