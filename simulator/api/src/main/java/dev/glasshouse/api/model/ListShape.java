package dev.glasshouse.api.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A list type. */
public final class ListShape extends Shape {

    private final Constraints constraints;
    private final @Nullable String memberLocationName;
    private final boolean flattened;
    private final boolean sparse;
    private @Nullable Shape member;
    private @Nullable TimestampFormat memberTimestampFormat;
    private @Nullable XmlNamespace memberNamespace;

    /**
     * A list type, to be linked.
     *
     * @param memberLocationName the name of each element where the model gives one; the protocols default to
     *     {@code member}
     * @param flattened whether the list shape itself is flattened (a member may ask for it too)
     * @param sparse whether elements may be null
     */
    public ListShape(
            String name,
            Constraints constraints,
            @Nullable String memberLocationName,
            boolean flattened,
            boolean sparse,
            boolean sensitive) {
        super(name, sensitive);
        this.constraints = constraints;
        this.memberLocationName = memberLocationName;
        this.flattened = flattened;
        this.sparse = sparse;
    }

    /** Sets the element type, once. */
    public void link(Shape member, @Nullable TimestampFormat timestampFormat, @Nullable XmlNamespace namespace) {
        if (this.member != null) {
            throw new IllegalStateException(name() + " is linked already");
        }
        this.member = member;
        this.memberTimestampFormat = timestampFormat;
        this.memberNamespace = namespace;
    }

    /** The element type. */
    public Shape member() {
        return Objects.requireNonNull(member, "not linked");
    }

    /** The timestamp format that the element asks for, or null. */
    public @Nullable TimestampFormat memberTimestampFormat() {
        return memberTimestampFormat;
    }

    /** The XML namespace of each element, or null. */
    public @Nullable XmlNamespace memberNamespace() {
        return memberNamespace;
    }

    public Constraints constraints() {
        return constraints;
    }

    public @Nullable String memberLocationName() {
        return memberLocationName;
    }

    public boolean flattened() {
        return flattened;
    }

    public boolean sparse() {
        return sparse;
    }
}
