package dev.fairlead.server.proxy;

import io.undertow.client.ClientConnection;
import io.undertow.client.ClientResponse;
import io.undertow.client.ClientStatistics;
import io.undertow.client.ContinueNotification;
import io.undertow.client.PushCallback;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AbstractAttachable;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.Option;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * The methods of {@code ProxyHandler}'s interfaces that it never uses, or that depend only on the client's exchange.
 */
abstract class CallConnection extends AbstractAttachable implements ClientConnection {

    private final HttpServerExchange front;

    CallConnection(HttpServerExchange front) {
        this.front = front;
    }

    @Override
    public final ByteBufferPool getBufferPool() {
        return front.getConnection().getByteBufferPool();
    }

    @Override
    public final XnioIoThread getIoThread() {
        return front.getIoThread();
    }

    @Override
    public final XnioWorker getWorker() {
        return getIoThread().getWorker();
    }

    @Override
    public final @Nullable SocketAddress getPeerAddress() {
        return null;
    }

    @Override
    public final <A extends SocketAddress> @Nullable A getPeerAddress(Class<A> type) {
        return null;
    }

    @Override
    public final @Nullable SocketAddress getLocalAddress() {
        return null;
    }

    @Override
    public final <A extends SocketAddress> @Nullable A getLocalAddress(Class<A> type) {
        return null;
    }

    @Override
    public final ChannelListener.Setter<? extends ClientConnection> getCloseSetter() {
        return listener -> {};
    }

    @Override
    public final void addCloseListener(ChannelListener<ClientConnection> listener) {}

    @Override
    public final boolean supportsOption(Option<?> option) {
        return false;
    }

    @Override
    public final <T> @Nullable T getOption(Option<T> option) {
        return null;
    }

    @Override
    public final <T> @Nullable T setOption(Option<T> option, T value) {
        return null;
    }

    @Override
    public final boolean isPushSupported() {
        return false;
    }

    @Override
    public final boolean isMultiplexingSupported() {
        return false;
    }

    @Override
    public final @Nullable ClientStatistics getStatistics() {
        return null;
    }

    @Override
    public final boolean isUpgradeSupported() {
        return true;
    }

    /** The guard takes Expect away, so ProxyHandler never asks a backend to continue. */
    public final void setContinueHandler(ContinueNotification handler) {}

    public final void setPushHandler(PushCallback handler) {}

    public final @Nullable ClientResponse getContinueResponse() {
        return null;
    }
}
