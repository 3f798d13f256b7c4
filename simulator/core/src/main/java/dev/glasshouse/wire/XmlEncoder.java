package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.TimestampFormat;
import dev.glasshouse.api.model.XmlNamespace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes values of shapes as XML elements; absent members are left out. */
final class XmlEncoder {

    private final XmlWriter out;
    private final boolean millis;

    /**
     * An encoder onto a writer.
     *
     * @param millis whether ISO timestamps always have three digits after the second, as in S3
     */
    XmlEncoder(XmlWriter out, boolean millis) {
        this.out = out;
        this.millis = millis;
    }

    /** Writes a structure's attributes and members into the element that is open. */
    void members(ApiRecord value, Structure shape, Predicate<Member> which) {
        for (Member member : shape.members()) {
            Object part = value.member(member.index());
            if (part != null && member.xmlAttribute() && which.test(member)) {
                out.attribute(member.locationName(), text(part, (Scalar) member.shape(), member.timestampFormat()));
            }
        }
        for (Member member : shape.members()) {
            Object part = value.member(member.index());
            if (part != null && !member.xmlAttribute() && which.test(member)) {
                member(part, member);
            }
        }
    }

    private void member(Object value, Member member) {
        String name = XmlNames.element(member);
        if (!XmlNames.flattened(member)) {
            element(name, namespace(member), value, member.shape(), member.timestampFormat());
        } else if (member.shape() instanceof ListShape list) {
            XmlNamespace namespace = list.memberNamespace() != null ? list.memberNamespace() : member.xmlNamespace();
            for (Object part : (List<?>) value) {
                element(name, namespace, part, list.member(), list.memberTimestampFormat());
            }
        } else {
            entries((Map<?, ?>) value, name, member.xmlNamespace(), (MapShape) member.shape());
        }
    }

    private static @Nullable XmlNamespace namespace(Member member) {
        if (member.xmlNamespace() != null) {
            return member.xmlNamespace();
        }
        // a structure's default namespace is for roots; a prefix, such as S3's xsi, is needed wherever it stands
        if (member.shape() instanceof Structure structure) {
            XmlNamespace own = structure.xmlNamespace();
            return own != null && own.prefix() != null ? own : null;
        }
        return null;
    }

    /** Writes an element with a value inside. */
    void element(
            String name,
            @Nullable XmlNamespace namespace,
            @Nullable Object value,
            Shape shape,
            @Nullable TimestampFormat format) {
        out.open(name, namespace);
        if (value == null) {
            out.close();
            return;
        }
        if (shape instanceof Structure structure) {
            members((ApiRecord) value, structure, member -> true);
        } else if (shape instanceof ListShape list) {
            for (Object part : (List<?>) value) {
                element(
                        XmlNames.element(list),
                        list.memberNamespace(),
                        part,
                        list.member(),
                        list.memberTimestampFormat());
            }
        } else if (shape instanceof MapShape map) {
            entries((Map<?, ?>) value, "entry", null, map);
        } else {
            out.text(text(value, (Scalar) shape, format));
        }
        out.close();
    }

    private void entries(Map<?, ?> entries, String name, @Nullable XmlNamespace namespace, MapShape map) {
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            out.open(name, namespace);
            element(XmlNames.key(map), map.keyNamespace(), entry.getKey(), map.key(), null);
            element(
                    XmlNames.value(map),
                    map.valueNamespace(),
                    entry.getValue(),
                    map.value(),
                    map.valueTimestampFormat());
            out.close();
        }
    }

    private String text(Object value, Scalar shape, @Nullable TimestampFormat format) {
        TimestampFormat wanted = Timestamps.format(format, shape, TimestampFormat.ISO8601);
        return millis && value instanceof Instant time && wanted == TimestampFormat.ISO8601
                ? Timestamps.iso8601Millis(time)
                : ScalarText.write(value, wanted);
    }
}
