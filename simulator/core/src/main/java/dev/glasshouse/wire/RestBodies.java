package dev.glasshouse.wire;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Structure;
import org.jspecify.annotations.Nullable;

/** What the two REST protocols share of reading bodies: which members stand there, and payloads that are no document. */
final class RestBodies {

    private RestBodies() {}

    static boolean inBody(Member member) {
        return member.location() == Member.Location.BODY;
    }

    static boolean hasMembers(Structure shape) {
        for (Member member : shape.members()) {
            if (inBody(member)) {
                return true;
            }
        }
        return false;
    }

    static boolean streams(Member payload) {
        return payload.shape() instanceof Scalar scalar && scalar.streaming();
    }

    /** A payload that is the body itself: bytes or a text; null where the body is empty. */
    static @Nullable Object raw(Scalar shape, byte[] body) throws MalformedException {
        if (body.length == 0) {
            return null;
        }
        return shape.kind() == Scalar.Kind.BLOB ? Bytes.wrap(body) : Bodies.utf8(body);
    }
}
