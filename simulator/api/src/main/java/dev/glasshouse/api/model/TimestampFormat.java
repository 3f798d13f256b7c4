package dev.glasshouse.api.model;

/** How a timestamp is written on the wire. */
public enum TimestampFormat {
    /** RFC 3339 with seconds or milliseconds, UTC: {@code 2026-11-23T20:21:30Z}. */
    ISO8601,
    /** RFC 7231 IMF-fixdate: {@code Mon, 23 Nov 2026 20:21:30 GMT}. */
    RFC822,
    /** Seconds since 1970 as a number, with a fraction where there is one. */
    UNIX_TIMESTAMP
}
