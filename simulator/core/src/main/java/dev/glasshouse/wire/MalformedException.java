package dev.glasshouse.wire;

import org.jspecify.annotations.Nullable;

/** Bytes or a text that cannot be read as their shape; each protocol words it as its own error. */
final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    enum Kind {
        /** The body does not follow the grammar: broken JSON or XML, bad UTF-8, too deep, too many elements. */
        SYNTAX,
        /** A value inside the body has the wrong type. */
        TYPE,
        /** A header, query parameter or path label has the wrong type. */
        PARAMETER,
        /** The body exceeds its limit. */
        TOO_LARGE,
        /** The body ended before its length, or the connection failed. */
        INCOMPLETE
    }

    private final Kind kind;
    private final @Nullable String parameter;
    private final @Nullable String value;

    private MalformedException(Kind kind, @Nullable String detail, @Nullable String parameter, @Nullable String value) {
        super(detail);
        this.kind = kind;
        this.parameter = parameter;
        this.value = value;
    }

    static MalformedException syntax(@Nullable String detail) {
        return new MalformedException(Kind.SYNTAX, detail, null, null);
    }

    static MalformedException type(String detail) {
        return new MalformedException(Kind.TYPE, detail, null, null);
    }

    static MalformedException parameter(String detail, String parameter, String value) {
        return new MalformedException(Kind.PARAMETER, detail, parameter, value);
    }

    static MalformedException tooLarge(int limit) {
        return new MalformedException(
                Kind.TOO_LARGE, "Request size exceeded " + limit + " bytes", null, String.valueOf(limit));
    }

    static MalformedException incomplete(@Nullable String detail) {
        return new MalformedException(Kind.INCOMPLETE, detail, null, null);
    }

    Kind kind() {
        return kind;
    }

    /** The wire name of the parameter at fault, or null. */
    @Nullable
    String parameter() {
        return parameter;
    }

    /** The text that came for the parameter, or the limit that a body exceeds; null for other kinds. */
    @Nullable
    String value() {
        return value;
    }
}
