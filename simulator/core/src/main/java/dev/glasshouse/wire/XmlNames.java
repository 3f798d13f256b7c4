package dev.glasshouse.wire;

import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Structure;
import java.util.Objects;

/** The element names of members, list elements and map entries. */
public final class XmlNames {

    private XmlNames() {}

    /** Whether a member's list or map has no element around it. */
    public static boolean flattened(Member member) {
        return member.shape() instanceof ListShape list && (member.flattened() || list.flattened())
                || member.shape() instanceof MapShape map && (member.flattened() || map.flattened());
    }

    /** The element of a member; of a flattened list, of each of its elements. */
    public static String element(Member member) {
        if (member.shape() instanceof ListShape list && list.flattened() && list.memberLocationName() != null) {
            return Objects.requireNonNull(list.memberLocationName());
        }
        return member.locationName();
    }

    /** The element of each member of a list that has one around it. */
    public static String element(ListShape list) {
        return Objects.requireNonNullElse(list.memberLocationName(), "member");
    }

    static String key(MapShape map) {
        return Objects.requireNonNullElse(map.keyLocationName(), "key");
    }

    static String value(MapShape map) {
        return Objects.requireNonNullElse(map.valueLocationName(), "value");
    }

    /** The root element of a structure that is the payload of a message through a member. */
    public static String payload(Member member) {
        if (member.locationName().equals(member.name())
                && member.shape() instanceof Structure structure
                && structure.xmlName() != null) {
            return Objects.requireNonNull(structure.xmlName());
        }
        return member.locationName();
    }
}
