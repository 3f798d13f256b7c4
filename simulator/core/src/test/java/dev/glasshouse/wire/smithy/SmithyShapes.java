package dev.glasshouse.wire.smithy;

import dev.glasshouse.api.model.Constraints;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.TimestampFormat;
import dev.glasshouse.api.model.XmlNamespace;
import dev.glasshouse.wire.TestRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.smithy.aws.traits.ServiceTrait;
import software.amazon.smithy.aws.traits.protocols.AwsQueryErrorTrait;
import software.amazon.smithy.aws.traits.protocols.Ec2QueryNameTrait;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.knowledge.TopDownIndex;
import software.amazon.smithy.model.shapes.MemberShape;
import software.amazon.smithy.model.shapes.OperationShape;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.model.shapes.StructureShape;
import software.amazon.smithy.model.traits.ErrorTrait;
import software.amazon.smithy.model.traits.HttpErrorTrait;
import software.amazon.smithy.model.traits.HttpHeaderTrait;
import software.amazon.smithy.model.traits.HttpLabelTrait;
import software.amazon.smithy.model.traits.HttpPayloadTrait;
import software.amazon.smithy.model.traits.HttpPrefixHeadersTrait;
import software.amazon.smithy.model.traits.HttpQueryParamsTrait;
import software.amazon.smithy.model.traits.HttpQueryTrait;
import software.amazon.smithy.model.traits.HttpResponseCodeTrait;
import software.amazon.smithy.model.traits.HttpTrait;
import software.amazon.smithy.model.traits.JsonNameTrait;
import software.amazon.smithy.model.traits.LengthTrait;
import software.amazon.smithy.model.traits.MediaTypeTrait;
import software.amazon.smithy.model.traits.PatternTrait;
import software.amazon.smithy.model.traits.RangeTrait;
import software.amazon.smithy.model.traits.RequiredTrait;
import software.amazon.smithy.model.traits.SparseTrait;
import software.amazon.smithy.model.traits.StreamingTrait;
import software.amazon.smithy.model.traits.TimestampFormatTrait;
import software.amazon.smithy.model.traits.XmlAttributeTrait;
import software.amazon.smithy.model.traits.XmlFlattenedTrait;
import software.amazon.smithy.model.traits.XmlNameTrait;
import software.amazon.smithy.model.traits.XmlNamespaceTrait;

/** Turns a Smithy service into our model, as the published tables would hold it. */
final class SmithyShapes {

    /** Where a structure stands; HTTP bindings count at the top only, and fewer of them in an answer. */
    enum Role {
        INPUT,
        OUTPUT,
        NESTED
    }

    private record Key(ShapeId id, Role role) {}

    private final Model model;
    private final ServiceShape service;
    private final boolean http;
    private final boolean xml;
    private final boolean ec2;
    private final boolean json;
    private final Map<Key, dev.glasshouse.api.model.Shape> shapes = new HashMap<>();

    SmithyShapes(Model model, ServiceShape service, String protocol) {
        this.model = model;
        this.service = service;
        this.http = protocol.startsWith("rest");
        this.ec2 = protocol.equals("ec2Query");
        this.json = protocol.equals("restJson1");
        this.xml = !protocol.startsWith("awsJson") && !json;
    }

    ServiceModel service(String protocol) {
        Map<String, OperationModel> operations = new LinkedHashMap<>();
        for (OperationShape operation : TopDownIndex.of(model).getContainedOperations(service)) {
            operations.put(operation.getId().getName(), operation(operation));
        }
        String sdkId =
                service.getTrait(ServiceTrait.class).map(ServiceTrait::getSdkId).orElse("");
        return new ServiceModel(
                sdkId.equals("S3") ? "s3" : service.getId().getName(),
                sdkId,
                service.getVersion(),
                "example",
                "example",
                List.of(
                        switch (protocol) {
                            case "awsQuery" -> "query";
                            case "ec2Query" -> "ec2";
                            case "restXml" -> "rest-xml";
                            case "restJson1" -> "rest-json";
                            default -> "json";
                        }),
                protocol.equals("awsJson1_0") ? "1.0" : protocol.equals("awsJson1_1") ? "1.1" : null,
                service.getId().getName(),
                namespace(service),
                null,
                operations,
                "smithy");
    }

    private OperationModel operation(OperationShape operation) {
        HttpTrait trait = operation.getTrait(HttpTrait.class).orElse(null);
        Structure input = top(operation.getInputShape(), Role.INPUT);
        Structure output = top(operation.getOutputShape(), Role.OUTPUT);
        List<Structure> errors = new ArrayList<>();
        for (ShapeId error : operation.getErrors(service)) {
            errors.add((Structure) shape(model.expectShape(error), Role.OUTPUT));
        }
        return new OperationModel(
                operation.getId().getName(),
                trait == null ? "POST" : trait.getMethod(),
                trait == null ? "/" : trait.getUri().toString(),
                trait == null ? 200 : trait.getCode(),
                true,
                input,
                output,
                output == null ? null : operation.getId().getName() + "Result",
                input == null ? null : xmlName(model.expectShape(operation.getInputShape())),
                null,
                errors,
                false,
                false,
                false,
                null);
    }

    private @Nullable Structure top(ShapeId id, Role role) {
        return id.toString().equals("smithy.api#Unit") ? null : (Structure) shape(model.expectShape(id), role);
    }

    private dev.glasshouse.api.model.Shape shape(Shape shape, Role role) {
        Key key = new Key(shape.getId(), role);
        dev.glasshouse.api.model.Shape known = shapes.get(key);
        return known != null ? known : convert(shape, key);
    }

    private dev.glasshouse.api.model.Shape convert(Shape shape, Key key) {
        if (shape.isStructureShape() || shape.isUnionShape()) {
            return structure(shape, key);
        }
        String name = shape.getId().getName();
        boolean sparse = shape.hasTrait(SparseTrait.class);
        if (shape.isListShape()) {
            MemberShape member = shape.asListShape().orElseThrow().getMember();
            ListShape list = new ListShape(name, constraints(shape), given(member), false, sparse, false);
            shapes.put(key, list);
            list.link(target(member), timestamps(member), namespace(member));
            return list;
        }
        if (shape.isMapShape()) {
            MemberShape mapKey = shape.asMapShape().orElseThrow().getKey();
            MemberShape value = shape.asMapShape().orElseThrow().getValue();
            MapShape map = new MapShape(name, constraints(shape), given(mapKey), given(value), false, sparse, false);
            shapes.put(key, map);
            map.link((Scalar) target(mapKey), target(value), timestamps(value), namespace(mapKey), namespace(value));
            return map;
        }
        Scalar scalar = new Scalar(
                name,
                kind(shape),
                constraints(shape),
                enumValues(shape),
                timestamps(shape),
                shape.hasTrait(StreamingTrait.class),
                false);
        shapes.put(key, scalar);
        return scalar;
    }

    private Structure structure(Shape shape, Key key) {
        String name = shape.getId().getName();
        Structure structure = new Structure(
                name,
                shape.isUnionShape(),
                error(shape),
                xml ? xmlName(shape) : null,
                namespace(shape),
                false,
                values -> new TestRecord(name, values));
        shapes.put(key, structure);
        List<Member> members = new ArrayList<>();
        String payload = null;
        for (MemberShape member : shape.members()) {
            members.add(member(member, members.size(), key.role()));
            if (http && key.role() != Role.NESTED && member.hasTrait(HttpPayloadTrait.class)) {
                payload = member.getMemberName();
            }
        }
        structure.link(members, payload);
        return structure;
    }

    private Structure.@Nullable ErrorTrait error(Shape shape) {
        ErrorTrait error = shape.getTrait(ErrorTrait.class).orElse(null);
        if (error == null) {
            return null;
        }
        AwsQueryErrorTrait query = shape.getTrait(AwsQueryErrorTrait.class).orElse(null);
        int status = shape.getTrait(HttpErrorTrait.class)
                .map(HttpErrorTrait::getCode)
                .orElse(error.getDefaultHttpStatusCode());
        return new Structure.ErrorTrait(
                query == null ? shape.getId().getName() : query.getCode(),
                query == null ? status : query.getHttpResponseCode(),
                error.isClientError());
    }

    private Member member(MemberShape member, int index, Role role) {
        Member.Location location = Member.Location.BODY;
        String name = xml
                ? given(member)
                : json
                        ? member.getTrait(JsonNameTrait.class)
                                .map(JsonNameTrait::getValue)
                                .orElse(null)
                        : null;
        if (http && role != Role.NESTED) {
            if (member.hasTrait(HttpHeaderTrait.class)) {
                location = Member.Location.HEADER;
                name = member.expectTrait(HttpHeaderTrait.class).getValue();
            } else if (member.hasTrait(HttpPrefixHeadersTrait.class)) {
                location = Member.Location.HEADERS;
                name = member.expectTrait(HttpPrefixHeadersTrait.class).getValue();
            } else if (role == Role.INPUT && member.hasTrait(HttpLabelTrait.class)) {
                location = Member.Location.URI;
            } else if (role == Role.INPUT && member.hasTrait(HttpQueryTrait.class)) {
                location = Member.Location.QUERY;
                name = member.expectTrait(HttpQueryTrait.class).getValue();
            } else if (role == Role.INPUT && member.hasTrait(HttpQueryParamsTrait.class)) {
                location = Member.Location.QUERY;
            } else if (role == Role.OUTPUT && member.hasTrait(HttpResponseCodeTrait.class)) {
                location = Member.Location.STATUS_CODE;
            } else if (member.hasTrait(HttpPayloadTrait.class) && name == null) {
                Shape target = model.expectShape(member.getTarget());
                name = target.isStructureShape() || target.isUnionShape() ? xmlName(target) : null;
            }
        }
        return new Member(
                member.getMemberName(),
                index,
                target(member),
                member.hasTrait(RequiredTrait.class),
                location,
                name == null ? member.getMemberName() : name,
                ec2
                        ? member.getTrait(Ec2QueryNameTrait.class)
                                .map(Ec2QueryNameTrait::getValue)
                                .orElse(null)
                        : null,
                member.hasTrait(XmlFlattenedTrait.class),
                member.hasTrait(XmlAttributeTrait.class),
                namespace(member),
                timestamps(member),
                false,
                false,
                location == Member.Location.HEADER
                        && model.expectShape(member.getTarget()).hasTrait(MediaTypeTrait.class),
                null);
    }

    /** The type of a member; one with constraints of its own gets a type of its own, as the published tables have it. */
    private dev.glasshouse.api.model.Shape target(MemberShape member) {
        Shape target = model.expectShape(member.getTarget());
        dev.glasshouse.api.model.Shape plain = shape(target, Role.NESTED);
        Constraints own = constraints(member);
        if (own.equals(Constraints.NONE)) {
            return plain;
        }
        if (plain instanceof Scalar scalar) {
            return new Scalar(
                    scalar.name(),
                    scalar.kind(),
                    own,
                    scalar.enumValues(),
                    scalar.timestampFormat(),
                    scalar.streaming(),
                    false);
        }
        if (plain instanceof ListShape list) {
            ListShape bound = new ListShape(list.name(), own, list.memberLocationName(), false, list.sparse(), false);
            bound.link(list.member(), list.memberTimestampFormat(), list.memberNamespace());
            return bound;
        }
        if (plain instanceof MapShape map) {
            MapShape bound = new MapShape(
                    map.name(), own, map.keyLocationName(), map.valueLocationName(), false, map.sparse(), false);
            bound.link(map.key(), map.value(), map.valueTimestampFormat(), map.keyNamespace(), map.valueNamespace());
            return bound;
        }
        return plain;
    }

    private static @Nullable String given(Shape shape) {
        return shape.getTrait(XmlNameTrait.class).map(XmlNameTrait::getValue).orElse(null);
    }

    private static String xmlName(Shape shape) {
        String given = given(shape);
        return given == null ? shape.getId().getName() : given;
    }

    private static @Nullable XmlNamespace namespace(Shape shape) {
        return shape.getTrait(XmlNamespaceTrait.class)
                .map(trait -> new XmlNamespace(trait.getUri(), trait.getPrefix().orElse(null)))
                .orElse(null);
    }

    /** The constraints of a type, or those that a member has instead. */
    private static Constraints constraints(Shape shape) {
        LengthTrait length = shape.getTrait(LengthTrait.class).orElse(null);
        RangeTrait range = shape.getTrait(RangeTrait.class).orElse(null);
        String pattern =
                shape.getTrait(PatternTrait.class).map(PatternTrait::getValue).orElse(null);
        BigDecimal min = null;
        BigDecimal max = null;
        if (length != null) {
            min = length.getMin().map(BigDecimal::valueOf).orElse(null);
            max = length.getMax().map(BigDecimal::valueOf).orElse(null);
        }
        if (range != null) {
            min = range.getMin().orElse(null);
            max = range.getMax().orElse(null);
        }
        return min == null && max == null && pattern == null ? Constraints.NONE : new Constraints(min, max, pattern);
    }

    @SuppressWarnings("deprecation") // the suite still has texts with the old trait
    private static List<String> enumValues(Shape shape) {
        return shape.getTrait(software.amazon.smithy.model.traits.EnumTrait.class)
                .map(software.amazon.smithy.model.traits.EnumTrait::getEnumDefinitionValues)
                .orElse(List.of());
    }

    private static @Nullable TimestampFormat timestamps(Shape shape) {
        return shape.getTrait(TimestampFormatTrait.class)
                .map(trait -> switch (trait.getFormat()) {
                    case EPOCH_SECONDS -> TimestampFormat.UNIX_TIMESTAMP;
                    case HTTP_DATE -> TimestampFormat.RFC822;
                    default -> TimestampFormat.ISO8601;
                })
                .orElse(null);
    }

    private static Scalar.Kind kind(Shape shape) {
        return switch (shape.getType()) {
            case STRING, ENUM -> Scalar.Kind.STRING;
            case BOOLEAN -> Scalar.Kind.BOOLEAN;
            case BYTE -> Scalar.Kind.BYTE;
            case SHORT -> Scalar.Kind.SHORT;
            case INTEGER, INT_ENUM -> Scalar.Kind.INTEGER;
            case LONG -> Scalar.Kind.LONG;
            case FLOAT -> Scalar.Kind.FLOAT;
            case DOUBLE -> Scalar.Kind.DOUBLE;
            case BIG_INTEGER -> Scalar.Kind.BIG_INTEGER;
            case BIG_DECIMAL -> Scalar.Kind.BIG_DECIMAL;
            case TIMESTAMP -> Scalar.Kind.TIMESTAMP;
            case BLOB -> Scalar.Kind.BLOB;
            case DOCUMENT -> Scalar.Kind.DOCUMENT;
            default -> throw new IllegalArgumentException(shape.toString());
        };
    }

    /** The structure of an error by its id. */
    Structure error(ShapeId id) {
        return (Structure) shape(model.expectShape(id, StructureShape.class), Role.OUTPUT);
    }
}
