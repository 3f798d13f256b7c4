package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.NoMembers;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.http.ResponseBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The protocol rpcv2Cbor as far as errors go: services that speak it are known and not simulated.
 *
 * @see <a href="https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html">Smithy RPC v2 CBOR</a>
 */
public final class RpcCbor implements Protocol {

    private static final int MAP = 5 << 5;
    private static final int TEXT = 3 << 5;

    @Override
    public String name() {
        return "smithy-rpc-v2-cbor";
    }

    @Override
    public ApiRecord decode(ServiceModel service, OperationModel operation, RoutedRequest request) {
        return new NoMembers(operation.name() + "Request");
    }

    @Override
    public HttpResponse encode(ServiceModel service, OperationModel operation, ApiRecord output, ResponseFacts facts) {
        throw new IllegalStateException(
                "the answers of rpcv2Cbor are not built: " + operation + " is simulated too early");
    }

    @Override
    public HttpResponse encodeError(ServiceModel service, WireError error, ResponseFacts facts) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("__type", error.code());
        if (error.message() != null) {
            members.put("message", error.message());
        }
        return answer(error.httpStatus(), members, facts);
    }

    private static HttpResponse answer(int status, Map<String, String> members, ResponseFacts facts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        head(out, MAP, members.size());
        members.forEach((name, value) -> {
            text(out, name);
            text(out, value);
        });
        HttpHeaders headers = HttpHeaders.builder()
                .add("x-amzn-RequestId", facts.requestId())
                .add("smithy-protocol", "rpc-v2-cbor")
                .add("Content-Type", "application/cbor")
                .build();
        return new HttpResponse(
                status, headers, facts.headRequest() ? ResponseBody.EMPTY : ResponseBody.of(out.toByteArray()));
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(out, TEXT, bytes.length);
        out.writeBytes(bytes);
    }

    /** A major type and a length of up to 32 bits. */
    private static void head(ByteArrayOutputStream out, int type, int length) {
        if (length < 24) {
            out.write(type | length);
        } else {
            out.write(type | 26);
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
    }
}
