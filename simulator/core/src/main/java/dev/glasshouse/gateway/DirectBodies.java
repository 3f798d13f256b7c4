package dev.glasshouse.gateway;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.StreamingBody;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.crypto.content.Checksums;
import dev.glasshouse.wire.DeclaredDigests;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The streamed bodies of S3's calls in process: they are held against their checksums as those on the wire are. */
final class DirectBodies {

    private DirectBodies() {}

    /** An input with the checksum that its algorithm asks for, which clients reckon themselves. */
    static ApiRecord summed(OperationModel operation, ApiRecord input) {
        Structure shape = operation.input();
        StreamingBody body = body(shape, input);
        Member named = shape == null ? null : shape.member("ChecksumAlgorithm");
        if (shape == null || body == null || named == null) {
            return input;
        }
        int place = named.index();
        String algorithm = String.valueOf(input.member(place));
        Member sum = shape.member("Checksum" + algorithm);
        boolean said = shape.members().stream()
                .anyMatch(member -> member.index() != place
                        && member.name().startsWith("Checksum")
                        && input.member(member.index()) != null);
        if (said || sum == null || !Checksums.known(algorithm)) {
            return input;
        }
        Bytes bytes = read(body);
        Checksums.Running running = Checksums.begin(algorithm);
        running.update(bytes.toArray(), 0, bytes.size());
        ApiRecord summed = with(shape, input, sum, running.value());
        return with(shape, summed, payload(shape), StreamingBody.of(bytes));
    }

    /**
     * An input whose body fails the read that reaches its end where it is not what the request says of it.
     *
     * @throws WireException if what it says is not in its form or contradicts itself
     */
    static ApiRecord bound(HttpRequest http, OperationModel operation, ApiRecord input) throws WireException {
        Structure shape = operation.input();
        StreamingBody body = body(shape, input);
        if (shape == null || body == null) {
            return input;
        }
        InputStream checked;
        try {
            checked =
                    DeclaredDigests.bind(http.withBody(body.open()), operation).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return with(shape, input, payload(shape), new StreamingBody() {
            @Override
            public long length() {
                return body.length();
            }

            @Override
            public InputStream open() {
                return checked;
            }
        });
    }

    private static Member payload(Structure shape) {
        Member payload = shape.payload();
        if (payload == null) {
            throw new IllegalArgumentException(shape.name() + " has no payload");
        }
        return payload;
    }

    private static @Nullable StreamingBody body(@Nullable Structure shape, ApiRecord input) {
        Member payload = shape == null ? null : shape.payload();
        return payload != null && input.member(payload.index()) instanceof StreamingBody body ? body : null;
    }

    private static ApiRecord with(Structure shape, ApiRecord input, Member member, Object value) {
        @Nullable Object[] values = new @Nullable Object[input.memberCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = input.member(i);
        }
        values[member.index()] = value;
        return shape.create(values);
    }

    private static Bytes read(StreamingBody body) {
        try (InputStream in = body.open()) {
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
