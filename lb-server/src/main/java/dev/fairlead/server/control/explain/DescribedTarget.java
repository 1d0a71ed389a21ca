package dev.fairlead.server.control.explain;

import dev.fairlead.control.v1.ExplainChoiceRequest;
import dev.fairlead.control.v1.TestRouteRequest;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.routing.Cookies;
import dev.fairlead.server.routing.RequestFacts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request that nobody has sent, as routes look at it. */
final class DescribedTarget implements RequestFacts {

    private static final Pattern URL =
            Pattern.compile("(?:(https?)://([^/?#]*))?((?:/[!-~&&[^?#]]*|\\*)?)(?:\\?([!-~&&[^#]]*))?");
    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \\t]*(.*)");
    private static final String LOCAL = "127.0.0.1";

    private final String method;
    private final String scheme;
    private final String host;
    private final String path;
    private final String query;
    private final Map<String, String> headers;
    private final String client;

    private DescribedTarget(
            String method, String scheme, String host, String target, Map<String, String> headers, String client) {
        int question = target.indexOf('?');
        this.method = method.isEmpty() ? "GET" : method;
        this.scheme = scheme;
        this.headers = headers;
        this.host = host.isEmpty() ? headers.getOrDefault("Host", "") : host;
        this.path = question < 0 ? target : target.substring(0, question);
        this.query = question < 0 ? "" : target.substring(question + 1);
        this.client = client.isEmpty() ? LOCAL : client;
    }

    static DescribedTarget of(TestRouteRequest told) {
        Matcher url = URL.matcher(told.getUrl());
        if (told.getUrl().isEmpty() || !url.matches()) {
            throw new InvalidRequest(
                    "url",
                    "\"" + told.getUrl() + "\" is not a URL, expected one such as https://api.example.com/items");
        }
        if (!told.getMethod().isEmpty() && !METHOD.matcher(told.getMethod()).matches()) {
            throw new InvalidRequest(
                    "method", "\"" + told.getMethod() + "\" is not a method, expected one such as GET");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : told.getHeadersList()) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw new InvalidRequest("headers", "\"" + line + "\" is not a header, expected one such as X-Beta: 1");
            }
            headers.putIfAbsent(header.group(1), header.group(2).strip());
        }
        String path = url.group(3).isEmpty() ? "/" : url.group(3);
        return new DescribedTarget(
                told.getMethod(),
                url.group(1) == null ? "http" : url.group(1),
                url.group(2) == null ? "" : url.group(2),
                url.group(4) == null ? path : path + "?" + url.group(4),
                headers,
                told.getClient());
    }

    static DescribedTarget of(ExplainChoiceRequest told) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(told.getHeadersMap());
        return new DescribedTarget(
                told.getMethod(),
                "http",
                told.getHost(),
                told.getPath().isEmpty() ? "/" : told.getPath(),
                headers,
                told.getClientAddress());
    }

    @Override
    public String id() {
        return "";
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
    public String query() {
        return query;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public @Nullable String cookie(String name) {
        return Cookies.value(headers.getOrDefault("Cookie", ""), name);
    }

    @Override
    public List<String> values(String name) {
        String value = headers.get(name);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public void eachHeader(BiConsumer<String, String> reader) {
        headers.forEach(reader);
    }

    @Override
    public String clientAddress() {
        return client;
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String scheme() {
        return scheme;
    }
}
