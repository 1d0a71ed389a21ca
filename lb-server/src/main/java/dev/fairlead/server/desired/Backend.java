package dev.fairlead.server.desired;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A server that the operator declares. Ask this record for host and port: {@link URI#getHost} is null for the names with an
 * underscore that containers like to have.
 */
public record Backend(
        @Setting(
                doc = "its name in logs, metrics and `lb-ctl`, unique in the pool; empty = the host:port of its"
                        + " url")
        String id,

        @Setting(doc = "required: `host:port`, `http://host:port` or `https://host:port`; the port is never guessed")
        URI url,

        @Setting(value = "1", max = "1000", doc = "0 to 1000; 0 takes no new traffic")
        int weight,

        @Setting(doc = "free names and texts") Map<String, String> tags,

        @Setting(value = "ready", doc = "`ready`, `drain` (finishes its requests) or `maint` (out of service)")
        AdminState adminState) {

    public static final int MAX_WEIGHT = 1000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:@%\\[\\]-]{1,255}");

    public Backend {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        Checks.of(Backend.class, id, url, weight, tags, adminState)
                .that(
                        ID.matcher(id).matches(),
                        "id",
                        "\"" + id + "\" is not an id, expected 1 to 255 letters, digits or any of . _ - : @ % [ ]")
                .that(
                        url.equals(normalized(url.toString())),
                        "url",
                        "\"" + url + "\" is not in its plain form, expected scheme://host:port")
                .done();
    }

    /** A ready backend of weight 1, named by its address; {@code text} is {@code host:port} or a URL. */
    public static Backend at(String text) {
        URI url = parseUrl(text);
        return new Backend(url.getRawAuthority(), url, 1, Map.of(), AdminState.READY);
    }

    /** Parses {@code host:port} or a URL into the canonical form: lower case, nothing after the port. */
    public static URI parseUrl(String text) {
        try {
            return normalized(text);
        } catch (InvalidSettings e) {
            throw new IllegalArgumentException(e.problems().get(0).text(), e);
        }
    }

    private static URI normalized(String text) {
        int at = text.indexOf("://");
        String scheme = at < 0 ? "http" : text.substring(0, at).toLowerCase(Locale.ROOT);
        String rest = at < 0 ? text : text.substring(at + 3);
        String authority = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        new Checks()
                .that(
                        scheme.equals("http") || scheme.equals("https"),
                        "url",
                        "\"" + text + "\" has scheme \"" + scheme + "\", expected http or https")
                .that(
                        authority.indexOf('@') < 0,
                        "url",
                        "\"" + text.replaceFirst("//[^@]*@", "//…@")
                                + "\" carries a user name, expected scheme://host:port")
                .that(
                        authority.chars().noneMatch(c -> c == '/' || c == '?' || c == '#'),
                        "url",
                        "\"" + text + "\" has something behind its port, expected scheme://host:port")
                .done();
        try {
            HostPort parsed = HostPort.parse(authority.toLowerCase(Locale.ROOT), 1);
            return new URI(scheme + "://" + parsed);
        } catch (URISyntaxException e) {
            throw new InvalidSettings("url", "\"" + text + "\" is not a URL, expected scheme://host:port");
        } catch (IllegalArgumentException e) {
            throw new InvalidSettings("url", String.valueOf(e.getMessage()));
        }
    }

    /** {@code host:port}, IPv6 in brackets. */
    public String address() {
        return url.getRawAuthority();
    }

    /** The host without brackets. */
    public String host() {
        return hostPort().host();
    }

    public int port() {
        return hostPort().port();
    }

    public boolean https() {
        return url.getScheme().equals("https");
    }

    private HostPort hostPort() {
        return HostPort.parse(address(), 1);
    }

    public Backend withId(String newId) {
        return Schema.with(this, "id", newId);
    }

    public Backend withUrl(URI newUrl) {
        return Schema.with(this, "url", newUrl);
    }

    public Backend withWeight(int newWeight) {
        return Schema.with(this, "weight", newWeight);
    }

    public Backend withTags(Map<String, String> newTags) {
        return Schema.with(this, "tags", newTags);
    }

    public Backend withAdminState(AdminState newAdminState) {
        return Schema.with(this, "adminState", newAdminState);
    }
}
