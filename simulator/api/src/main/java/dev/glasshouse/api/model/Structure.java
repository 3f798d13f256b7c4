package dev.glasshouse.api.model;

import dev.glasshouse.api.ApiRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A structure, union or error type. */
public final class Structure extends Shape {

    /**
     * What an error structure is on the wire.
     *
     * @param code the code written to the wire, which may differ from the shape's name ({@code NoSuchEntity} for
     *     {@code NoSuchEntityException})
     * @param httpStatus the HTTP status
     * @param senderFault whether the caller is at fault
     */
    public record ErrorTrait(String code, int httpStatus, boolean senderFault) {}

    private final boolean union;
    private final @Nullable ErrorTrait error;
    private final @Nullable String xmlName;
    private final @Nullable XmlNamespace xmlNamespace;
    private final Function<@Nullable Object[], ApiRecord> factory;
    private List<Member> members = List.of();
    private Map<String, Member> byName = Map.of();
    private @Nullable Member payload;

    /**
     * A structure, to be linked.
     *
     * @param union whether exactly one member must be set
     * @param error what it is on the wire where it is an error, else null
     * @param xmlName the element name that the shape itself asks for, or null
     * @param factory makes the record from member values by index
     */
    public Structure(
            String name,
            boolean union,
            @Nullable ErrorTrait error,
            @Nullable String xmlName,
            @Nullable XmlNamespace xmlNamespace,
            boolean sensitive,
            Function<@Nullable Object[], ApiRecord> factory) {
        super(name, sensitive);
        this.union = union;
        this.error = error;
        this.xmlName = xmlName;
        this.xmlNamespace = xmlNamespace;
        this.factory = factory;
    }

    /**
     * Sets the members, once.
     *
     * @param members in the order of their indexes
     * @param payload the member that is the whole HTTP body, or null
     */
    public void link(List<Member> members, @Nullable String payload) {
        if (!this.members.isEmpty()) {
            throw new IllegalStateException(name() + " is linked already");
        }
        this.members = List.copyOf(members);
        Map<String, Member> names = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.index() != i) {
                throw new IllegalArgumentException(name() + "." + member.name() + " stands at the wrong index");
            }
            names.put(member.name(), member);
        }
        this.byName = Map.copyOf(names);
        this.payload = payload == null ? null : Objects.requireNonNull(names.get(payload), payload);
    }

    /** The members by index. */
    public List<Member> members() {
        return members;
    }

    /** The member with a model name, or null. */
    public @Nullable Member member(String name) {
        return byName.get(name);
    }

    /** The member that is the whole HTTP body, or null. */
    public @Nullable Member payload() {
        return payload;
    }

    public boolean union() {
        return union;
    }

    public @Nullable ErrorTrait error() {
        return error;
    }

    public @Nullable String xmlName() {
        return xmlName;
    }

    public @Nullable XmlNamespace xmlNamespace() {
        return xmlNamespace;
    }

    /** Makes the record from member values by index; the array is taken over. */
    public ApiRecord create(@Nullable Object[] values) {
        return factory.apply(values);
    }
}
