package dev.fairlead.it.support;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Single requests, each on a connection of its own. */
public final class Http {

    private Http() {}

    /** A whole answer. */
    public record Response(RawHead head, byte[] body) {

        public int status() {
            return head.status();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public Config json() {
            return ConfigFactory.parseString(
                    text(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
        }

        public String header(String name) {
            return head.header(name).orElse("");
        }
    }

    public static Response get(InetSocketAddress address, String path, String... headers) throws IOException {
        return send(address, "GET", path, "", headers);
    }

    public static Response post(InetSocketAddress address, String path, String body, String... headers)
            throws IOException {
        return send(address, "POST", path, body, headers);
    }

    private static Response send(InetSocketAddress address, String method, String path, String body, String... headers)
            throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            client.send(request(method, path, body, headers));
            return client.readResponse(method);
        }
    }

    /** @param headers whole lines without their end */
    public static String request(String method, String path, String body, String... headers) {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: it.example\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty() || method.equals("POST") || method.equals("PUT")) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }
}
