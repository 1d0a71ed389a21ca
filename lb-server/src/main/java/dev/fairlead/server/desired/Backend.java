package dev.fairlead.server.desired;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A server that the operator declares.
 *
 * @param id unique in its pool
 * @param url {@code http://host:port} or {@code https://host:port}, nothing behind it. Ask this record for host and port:
 *     {@link URI#getHost} is null for the names with an underscore that containers like to have.
 * @param weight 0 takes no new traffic
 */
public record Backend(String id, URI url, int weight, Map<String, String> tags, AdminState admin) {

    public static final int MAX_WEIGHT = 1000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:@%\\[\\]-]{1,255}");

    public Backend {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        new Checks()
                .that(
                        ID.matcher(id).matches(),
                        "id",
                        "\"" + id + "\" is not an id, expected 1 to 255 letters, digits or any of . _ - : @ % [ ]")
                .that(
                        url.equals(normalized(url.toString())),
                        "url",
                        "\"" + url + "\" is not in its plain form, expected scheme://host:port")
                .between("weight", weight, 0, MAX_WEIGHT)
                .done();
    }

    /** A ready backend of weight 1, named by its address; {@code text} is {@code host:port} or a URL. */
    public static Backend at(String text) {
        URI url = parseUrl(text);
        return new Backend(url.getRawAuthority(), url, 1, Map.of(), AdminState.READY);
    }

    /** Reads {@code host:port} or a URL into the plain form that the record keeps: lower case, nothing behind the port. */
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
        return new Backend(newId, url, weight, tags, admin);
    }

    public Backend withUrl(URI newUrl) {
        return new Backend(id, newUrl, weight, tags, admin);
    }

    public Backend withWeight(int newWeight) {
        return new Backend(id, url, newWeight, tags, admin);
    }

    public Backend withTags(Map<String, String> newTags) {
        return new Backend(id, url, weight, newTags, admin);
    }

    public Backend withAdmin(AdminState newAdmin) {
        return new Backend(id, url, weight, tags, newAdmin);
    }
}
