package dev.fairlead.server.proxy;

import dev.fairlead.server.upstream.timer.Timers;
import org.jspecify.annotations.Nullable;

/** Both bodies of one request, each watched from when its client is waited for; most clients keep up and cost nothing. */
final class BodyRates {

    private final ProxiedRequest request;
    private final Timers timers;
    private final long bytesPerSecond;
    private @Nullable BodyRate upload;
    private @Nullable BodyRate download;

    /** @param bytesPerSecond 0 if everything is fast enough */
    BodyRates(ProxiedRequest request, Timers timers, long bytesPerSecond) {
        this.request = request;
        this.timers = timers;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** More of the request's body is wanted than has come. */
    void uploadAwaited() {
        BodyRate watched = upload;
        if (watched == null) {
            watched = new BodyRate(
                    timers, bytesPerSecond, request::bodyBytesIn, request::awaitsBody, request::sendsTooSlowly);
            upload = watched;
        }
        watched.watch();
    }

    void uploaded() {
        if (upload != null) {
            upload.stop();
        }
    }

    /** The client's socket did not take all of the answer that there is. */
    void downloadHeld() {
        BodyRate watched = download;
        if (watched == null) {
            watched = new BodyRate(
                    timers, bytesPerSecond, request::bytesTaken, request::holdsAnswer, request::takesTooSlowly);
            download = watched;
        }
        watched.watch();
    }

    void stop() {
        uploaded();
        if (download != null) {
            download.stop();
        }
    }
}
