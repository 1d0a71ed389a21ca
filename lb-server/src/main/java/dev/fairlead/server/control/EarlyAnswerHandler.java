package dev.fairlead.server.control;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Stream;

/**
 * Ends the stream of a call that was answered before its request had arrived completely. gRPC leaves it open, but
 * nothing reads the rest, so the unread bytes occupy the connection's window and later calls on it wait forever.
 */
@SuppressWarnings("FutureReturnValueIgnored") // if the reset cannot be written, the connection has ended anyway
final class EarlyAnswerHandler extends ChannelInboundHandlerAdapter {

    /** The HTTP/2 handler comes after TLS and does not exist before the handshake. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Http2Exception {
        context.fireChannelRead(message);
        Http2ConnectionHandler http2 = context.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            ChannelHandlerContext place = context.pipeline().context(http2);
            http2.connection().addListener(new Http2ConnectionAdapter() {
                @Override
                public void onStreamHalfClosed(Http2Stream stream) {
                    endIfAnswered(stream, http2, place);
                }
            });
            http2.connection().forEachActiveStream(stream -> {
                endIfAnswered(stream, http2, place);
                return true;
            });
            context.pipeline().remove(this);
        }
    }

    private static void endIfAnswered(Http2Stream stream, Http2ConnectionHandler http2, ChannelHandlerContext place) {
        if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
            // not immediately: the answer's last frame is still being written
            place.executor().execute(() -> {
                if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                    http2.encoder().writeRstStream(place, stream.id(), Http2Error.NO_ERROR.code(), place.newPromise());
                    place.flush();
                }
            });
        }
    }
}
