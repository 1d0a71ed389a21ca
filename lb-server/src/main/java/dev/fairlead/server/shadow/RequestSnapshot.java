package dev.fairlead.server.shadow;

import dev.fairlead.server.routing.Cookies;
import dev.fairlead.server.routing.RequestFacts;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.RequestView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of a request at the time its backend was chosen. */
final class RequestSnapshot implements RequestView {
    private final String method;
    private final String path;
    private final String host;
    private final String clientAddress;

    /** Names and values in turn. */
    private final List<String> headers;

    private RequestSnapshot(RequestFacts facts, List<String> headers) {
        this.method = facts.method();
        this.path = facts.query().isEmpty() ? facts.path() : facts.path() + "?" + facts.query();
        this.host = facts.host();
        this.clientAddress = facts.clientAddress();
        this.headers = headers;
    }

    /** @return null if its headers and its path have more characters than that */
    static @Nullable RequestSnapshot of(RequestFacts facts, int most) {
        List<String> headers = new ArrayList<>();
        int[] size = {facts.path().length() + facts.query().length()};
        facts.eachHeader((name, value) -> {
            size[0] += name.length() + value.length();
            headers.add(name);
            headers.add(value);
        });
        return size[0] > most ? null : new RequestSnapshot(facts, headers);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public @Nullable String header(String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return headers.get(i + 1);
            }
        }
        return null;
    }

    @Override
    public @Nullable String cookie(String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            String found = headers.get(i).equalsIgnoreCase("Cookie") ? Cookies.value(headers.get(i + 1), name) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public String clientAddress() {
        return clientAddress;
    }

    /** Only the first choice for a request is shown, so nothing has been tried. */
    @Override
    public boolean tried(Endpoint endpoint) {
        return false;
    }
}
