package dev.glasshouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;

/**
 * Our tables and the AWS SDK for Java v2 come from the same models at different times. Where both know a member, they must
 * agree on where it stands, how it is called and what it is.
 */
class SdkDriftTest {

    private int compared;
    private int unknown;
    private int newer;

    @ParameterizedTest
    @ValueSource(strings = {"iam", "sts", "kms", "s3", "cloudtrail", "secretsmanager", "ssm", "accessanalyzer"})
    void inputs_and_outputs_stand_where_the_sdk_has_them(String service) {
        List<String> drift = new ArrayList<>();
        for (OperationModel operation :
                ServiceCatalog.service(service).operations().values()) {
            if (operation.simulated()) {
                compare(service, operation.name() + "Request", operation.input(), drift);
                compare(service, operation.name() + "Response", operation.output(), drift);
            }
        }
        assertThat(drift).isEmpty();
        assertThat(compared).isGreaterThan(3);
        assertThat(newer).as("shapes that the SDK does not know").isLessThanOrEqualTo(10);
        assertThat(unknown).as("members that the SDK does not know").isLessThanOrEqualTo(compared / 10);
    }

    private void compare(String service, String name, @Nullable Structure shape, List<String> drift) {
        if (shape == null) {
            return;
        }
        SdkPojo pojo = pojo(service, name);
        if (pojo == null) {
            newer++;
            return;
        }
        Map<String, SdkField<?>> fields = new HashMap<>();
        for (SdkField<?> field : pojo.sdkFields()) {
            fields.put(field.memberName(), field);
        }
        for (Member member : shape.members()) {
            SdkField<?> field = fields.get(member.name());
            if (field == null) {
                unknown++;
                continue;
            }
            compared++;
            String where = name + "." + member.name();
            if (location(member) != field.location()) {
                drift.add(where + " stands in " + member.location() + ", the SDK has it in " + field.location());
            }
            boolean body = member.location() == Member.Location.BODY;
            String theirs = field.locationName();
            if (!member.locationName().equals(theirs) && !(body && shape.payload() == member)) {
                drift.add(where + " is called " + member.locationName() + ", by the SDK " + theirs);
            }
            // S3 takes and gives back what a client once sent or asks for as Expires, a date or not
            boolean text = service.equals("s3")
                    && (member.name().equals("Expires") || member.name().equals("ResponseExpires"));
            if (!text && !kinds(member.shape()).contains(field.marshallingType())) {
                drift.add(where + " is a " + member.shape().name() + ", to the SDK " + field.marshallingType());
            }
        }
    }

    // null for an operation that is newer than the SDK
    private static @Nullable SdkPojo pojo(String service, String name) {
        // the SDK writes the acronyms in its names as words
        String theirs = name.replaceAll("OpenIDConnect", "OpenIdConnect")
                .replaceAll("SAML", "Saml")
                .replaceAll("MFA", "Mfa")
                .replaceAll("SSH", "Ssh");
        try {
            Class<?> type = Class.forName("software.amazon.awssdk.services." + service + ".model." + theirs);
            Object builder = type.getMethod("builder").invoke(null);
            return (SdkPojo) ((software.amazon.awssdk.utils.builder.SdkBuilder<?, ?>) builder).build();
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name, e);
        }
    }

    private static MarshallLocation location(Member member) {
        return switch (member.location()) {
            case BODY -> MarshallLocation.PAYLOAD;
            case HEADER, HEADERS -> MarshallLocation.HEADER;
            case QUERY -> MarshallLocation.QUERY_PARAM;
            case STATUS_CODE -> MarshallLocation.STATUS_CODE;
            case URI -> member.name().equals("Key") ? MarshallLocation.GREEDY_PATH : MarshallLocation.PATH;
        };
    }

    private static List<MarshallingType<?>> kinds(Shape shape) {
        if (shape instanceof Structure) {
            return List.of(MarshallingType.SDK_POJO);
        }
        if (shape instanceof ListShape) {
            return List.of(MarshallingType.LIST);
        }
        if (shape instanceof MapShape) {
            return List.of(MarshallingType.MAP);
        }
        return switch (((Scalar) shape).kind()) {
            case STRING -> List.of(MarshallingType.STRING);
            case BOOLEAN -> List.of(MarshallingType.BOOLEAN);
            case INTEGER -> List.of(MarshallingType.INTEGER);
            case LONG -> List.of(MarshallingType.LONG);
            case TIMESTAMP -> List.of(MarshallingType.INSTANT);
            case BLOB -> List.of(MarshallingType.SDK_BYTES);
            case DOUBLE -> List.of(MarshallingType.DOUBLE);
            case FLOAT -> List.of(MarshallingType.FLOAT);
            case SHORT -> List.of(MarshallingType.SHORT);
            case BYTE -> List.of(MarshallingType.BYTE);
            case BIG_DECIMAL, BIG_INTEGER -> List.of(MarshallingType.BIG_DECIMAL);
            case DOCUMENT -> List.of(MarshallingType.DOCUMENT);
        };
    }
}
