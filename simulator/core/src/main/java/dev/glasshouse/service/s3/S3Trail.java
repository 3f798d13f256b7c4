package dev.glasshouse.service.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.wire.QueryString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** S3's events speak of bucket, key, query and headers rather than of the model's members. */
final class S3Trail implements TrailShape {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public @Nullable ObjectNode requestParameters(Outcome outcome, @Nullable ObjectNode byModel) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Call call = outcome.call();
        String bucket = member(outcome, "Bucket");
        if (bucket != null) {
            node.put("bucketName", bucket);
        }
        node.put("Host", call.http().host());
        String key = member(outcome, "Key");
        if (key != null) {
            node.put("key", key);
        }
        QueryString query = QueryString.parse(call.http().rawQuery());
        if (query != null) {
            query.names().forEach(name -> {
                if (!name.toLowerCase(Locale.ROOT).startsWith("x-amz-") && !name.equals("x-id")) {
                    node.put(name, String.valueOf(query.first(name)));
                }
            });
        }
        call.http().headers().forEach((name, value) -> {
            String small = name.toLowerCase(Locale.ROOT);
            boolean shown = small.startsWith("x-amz-")
                    && !List.of("x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "x-amz-user-agent")
                            .contains(small)
                    && !small.contains("customer-key");
            if (shown) {
                node.put(small, value);
            }
        });
        String policy = member(outcome, "Policy");
        if (policy != null) {
            try {
                node.set("bucketPolicy", JSON.readTree(policy));
            } catch (JsonProcessingException e) {
                node.put("bucketPolicy", policy);
            }
        }
        return node;
    }

    @Override
    public @Nullable ObjectNode responseElements(Outcome outcome, @Nullable ObjectNode byModel) {
        return null;
    }

    @Override
    public ObjectNode additionalEventData(Outcome outcome) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Call call = outcome.call();
        if (call.signing().signed()) {
            node.put("SignatureVersion", call.signing().algorithm().equals("AWS") ? "SigV2" : "SigV4");
            node.put("AuthenticationMethod", call.signing().method().trailName());
        }
        if (call.http().connection().tls() != null) {
            node.put("CipherSuite", call.http().connection().tls().cipherSuite());
        }
        node.put("bytesTransferredIn", (double) outcome.bytesIn());
        node.put("bytesTransferredOut", (double) Math.max(0, outcome.bytesOut()));
        return node;
    }

    @Override
    public List<TrailResource> resources(Outcome outcome) {
        String bucket = member(outcome, "Bucket");
        if (bucket == null) {
            return List.of();
        }
        List<TrailResource> resources = new ArrayList<>();
        String key = member(outcome, "Key");
        String arn = "arn:aws:s3:::" + bucket;
        if (key != null) {
            resources.add(new TrailResource(arn + "/" + key, null, "AWS::S3::Object"));
        }
        String account = outcome.call()
                .state()
                .get(Buckets.TABLE, Scope.SANDBOX, bucket)
                .map(BucketRow::account)
                .orElse(null);
        resources.add(new TrailResource(arn, account, "AWS::S3::Bucket"));
        return resources;
    }

    private static @Nullable String member(Outcome outcome, String name) {
        ApiRecord input = outcome.input();
        Structure shape = outcome.operation().input();
        Member member = shape == null ? null : shape.member(name);
        return input != null && member != null && input.member(member.index()) instanceof String text ? text : null;
    }
}
