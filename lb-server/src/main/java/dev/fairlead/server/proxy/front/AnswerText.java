package dev.fairlead.server.proxy.front;

/** The text of our own answers. It includes the request id, to find the reason in the log. */
final class AnswerText {

    static final String ALLOWED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private AnswerText() {}

    /** As RFC 9110 and 6585 have them. */
    static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> status < 500 ? "Refused" : "Failed";
        };
    }

    /** @param requestId empty if it has none */
    static String text(int status, String requestId) {
        String line = status + " " + reason(status) + "\n";
        return requestId.isEmpty() ? line : line + "request " + requestId + "\n";
    }

    /** An id that was taken over holds no character that JSON would have to escape. */
    static String json(int status, String requestId) {
        String start = "{\"status\":" + status + ",\"error\":\"" + reason(status) + "\"";
        return requestId.isEmpty() ? start + "}\n" : start + ",\"request_id\":\"" + requestId + "\"}\n";
    }
}
