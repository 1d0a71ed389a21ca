package dev.fairlead.server.proxy;

import io.undertow.util.HttpString;

/** Finds the shared object for a header name in a buffer, so that common names cost no allocation. */
final class HeaderNames {

    private static final String[] USUAL = {
        "Accept-Ranges",
        "Access-Control-Allow-Credentials",
        "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Origin",
        "Access-Control-Expose-Headers",
        "Access-Control-Max-Age",
        "Age",
        "Allow",
        "Alt-Svc",
        "Cache-Control",
        "CF-RAY",
        "Connection",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Language",
        "Content-Length",
        "Content-Location",
        "Content-Range",
        "Content-Security-Policy",
        "Content-Type",
        "Date",
        "ETag",
        "Expires",
        "Keep-Alive",
        "Last-Modified",
        "Link",
        "Location",
        "Permissions-Policy",
        "Pragma",
        "Proxy-Authenticate",
        "Referrer-Policy",
        "Retry-After",
        "Sec-WebSocket-Accept",
        "Sec-WebSocket-Extensions",
        "Sec-WebSocket-Protocol",
        "Server",
        "Server-Timing",
        "Set-Cookie",
        "Strict-Transport-Security",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Vary",
        "Via",
        "WWW-Authenticate",
        "X-Cache",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "X-Powered-By",
        "X-Request-Id",
        "X-Runtime",
        "X-XSS-Protection"
    };

    private static final int SLOTS = 256;
    private static final HttpString[] TABLE = new HttpString[SLOTS];

    static {
        for (String usual : USUAL) {
            HttpString name = HttpString.tryFromString(usual);
            byte[] bytes = usual.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            int slot = slot(bytes, 0, bytes.length);
            while (TABLE[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            TABLE[slot] = name;
        }
    }

    private HeaderNames() {}

    static HttpString of(byte[] bytes, int offset, int length) {
        int slot = slot(bytes, offset, length);
        for (HttpString found = TABLE[slot]; found != null; found = TABLE[slot]) {
            if (isSame(found, bytes, offset, length)) {
                return found;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return new HttpString(bytes, offset, length);
    }

    /** Letters differ from their capitals in one bit; that other characters then collide does no harm. */
    private static int slot(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + (bytes[i] | 0x20);
        }
        return (hash ^ hash >>> 8) & (SLOTS - 1);
    }

    private static boolean isSame(HttpString name, byte[] bytes, int offset, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(name.byteAt(i)) != lower(bytes[offset + i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }
}
