package dev.fairlead.server.limit;

/**
 * One of those whom a limit holds back most.
 *
 * @param key a client, or the value of a header or cookie; untrusted text, and cut if it is long
 * @param refused at least so many of its requests, of about the last minute
 * @param waitSeconds until its next request is let in; 0 if it would be now
 */
public record HeldBack(String key, int refused, long waitSeconds) {}
