package dev.glasshouse.api.model;

import org.jspecify.annotations.Nullable;

/**
 * A member of a structure: its place in the record and on the wire.
 *
 * @param name the name in the model
 * @param index the place in the record
 * @param shape the type
 * @param required whether a request must have it
 * @param location where the HTTP-bound protocols put it
 * @param locationName the wire name: header, query parameter, URI label or XML element; for {@link Location#HEADERS}
 *     the prefix; the model name where the model gives no other
 * @param queryName the name in EC2's query protocol where the model gives one, or null
 * @param flattened whether a list or map is written without a wrapping element
 * @param xmlAttribute whether it is an XML attribute
 * @param xmlNamespace the XML namespace of its element, or null
 * @param timestampFormat the format that the member asks for, or null for the shape's or the protocol's default
 * @param idempotencyToken whether a client fills it with a random token
 * @param hostLabel whether it is part of the host name
 * @param jsonValue whether a header carries it as base64 of JSON text
 * @param contextParam the endpoint rule's name, such as {@code Bucket}, or null
 */
public record Member(
        String name,
        int index,
        Shape shape,
        boolean required,
        Location location,
        String locationName,
        @Nullable String queryName,
        boolean flattened,
        boolean xmlAttribute,
        @Nullable XmlNamespace xmlNamespace,
        @Nullable TimestampFormat timestampFormat,
        boolean idempotencyToken,
        boolean hostLabel,
        boolean jsonValue,
        @Nullable String contextParam) {

    /** Where a member stands in an HTTP message. */
    public enum Location {
        BODY,
        HEADER,
        /** All headers with a prefix, as a map. */
        HEADERS,
        /** A label of the path. */
        URI,
        /** A query parameter; a map or list of them where the shape is one. */
        QUERY,
        STATUS_CODE
    }

    @Override
    public String toString() {
        return name;
    }
}
