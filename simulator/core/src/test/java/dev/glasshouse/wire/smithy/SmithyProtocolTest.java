package dev.glasshouse.wire.smithy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.wire.ConstraintChecker;
import dev.glasshouse.wire.Protocol;
import dev.glasshouse.wire.Protocols;
import dev.glasshouse.wire.RestRouter;
import dev.glasshouse.wire.ValidationDialect;
import dev.glasshouse.wire.Violation;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.knowledge.TopDownIndex;
import software.amazon.smithy.model.shapes.OperationShape;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.protocoltests.traits.AppliesTo;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestCase;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestsTrait;

/**
 * AWS's own protocol tests, run as a server does: request bytes become parameters, parameters become response bytes.
 * Cases that are left out stand in {@code skipped-protocol-tests.txt}, each with its reason.
 */
class SmithyProtocolTest {

    private static final Set<String> PROTOCOLS =
            Set.of("awsJson1_0", "awsJson1_1", "awsQuery", "ec2Query", "restXml", "restJson1");

    private static final List<String> FRAME =
            List.of("ResponseMetadata", "RequestId", "RequestID", "requestId", "HostId");

    private static final Model MODEL =
            Model.assembler().discoverModels().assemble().unwrap();

    private static final Map<String, String> SKIPPED = skipped();

    /** A case and how it runs. */
    private record Case(String id, Executable body) {
        interface Executable {
            void run() throws Exception;
        }

        /** Runs with the id in the failure's text, which Maven's report of dynamic tests lacks. */
        void run() throws Exception {
            try {
                body.run();
            } catch (AssertionError | Exception e) {
                throw new AssertionError(id + ": " + e.getMessage(), e);
            }
        }
    }

    @TestFactory
    Stream<DynamicNode> cases() {
        Map<String, List<DynamicTest>> byProtocol = new LinkedHashMap<>();
        allCases()
                .forEach((protocol, cases) -> byProtocol.put(
                        protocol,
                        cases.stream()
                                .filter(test -> !isSkipped(test.id()))
                                .map(test -> DynamicTest.dynamicTest(test.id(), test::run))
                                .toList()));
        return byProtocol.entrySet().stream()
                .map(entry -> DynamicContainer.dynamicContainer(entry.getKey(), entry.getValue()));
    }

    @Test
    void everySkippedCaseExists() {
        Set<String> known = new HashSet<>();
        allCases().values().forEach(cases -> cases.forEach(test -> known.add(test.id())));

        assertThat(SKIPPED.keySet()).allSatisfy(skipped -> assertThat(known).anyMatch(id -> covers(skipped, id)));
    }

    /** A line may stand for all ids that begin as it does: it ends with a star. */
    private static boolean covers(String skipped, String id) {
        return skipped.endsWith("*") ? id.startsWith(skipped.substring(0, skipped.length() - 1)) : id.equals(skipped);
    }

    private static boolean isSkipped(String id) {
        return SKIPPED.containsKey(id)
                || SKIPPED.keySet().stream().anyMatch(skipped -> skipped.endsWith("*") && covers(skipped, id));
    }

    private static Map<String, String> skipped() {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SmithyProtocolTest.class.getResourceAsStream(
                        "/dev/glasshouse/wire/skipped-protocol-tests.txt")),
                StandardCharsets.UTF_8))) {
            in.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> reasons.put(
                            line.substring(0, line.indexOf(':')),
                            line.substring(line.indexOf(':') + 1).strip()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return reasons;
    }

    private static Map<String, List<Case>> allCases() {
        Map<String, List<Case>> cases = new LinkedHashMap<>();
        for (ServiceShape service : new TreeSet<>(MODEL.getServiceShapes())) {
            for (ShapeId trait : service.getAllTraits().keySet()) {
                String protocol = trait.getName();
                if (trait.getNamespace().equals("aws.protocols") && PROTOCOLS.contains(protocol)) {
                    cases.computeIfAbsent(protocol, name -> new ArrayList<>())
                            .addAll(new ServiceCases(service, trait).all());
                }
            }
        }
        return cases;
    }

    /** The cases of one service in one protocol. */
    private static final class ServiceCases {

        private final ServiceShape shape;
        private final ShapeId protocolId;
        private final SmithyShapes shapes;
        private final ServiceModel service;
        private final Protocol protocol;

        ServiceCases(ServiceShape shape, ShapeId protocolId) {
            this.shape = shape;
            this.protocolId = protocolId;
            this.shapes = new SmithyShapes(MODEL, shape, protocolId.getName());
            this.service = shapes.service(protocolId.getName());
            this.protocol = Protocols.of(service.protocols().get(0)).orElseThrow();
        }

        List<Case> all() {
            List<Case> cases = new ArrayList<>();
            for (OperationShape operation : new TreeSet<>(TopDownIndex.of(MODEL).getContainedOperations(shape))) {
                OperationModel model =
                        service.operation(operation.getId().getName()).orElseThrow();
                operation
                        .getTrait(HttpRequestTestsTrait.class)
                        .ifPresent(trait -> trait.getTestCasesFor(AppliesTo.SERVER).stream()
                                .filter(test -> test.getProtocol().equals(protocolId))
                                .forEach(test ->
                                        cases.add(new Case("request/" + test.getId(), () -> request(model, test)))));
                operation
                        .getTrait(HttpMalformedRequestTestsTrait.class)
                        .ifPresent(trait -> trait.getTestCases().stream()
                                .filter(test -> test.getProtocol().equals(protocolId))
                                .forEach(test ->
                                        cases.add(new Case("malformed/" + test.getId(), () -> malformed(test)))));
                operation
                        .getTrait(HttpResponseTestsTrait.class)
                        .ifPresent(trait -> trait.getTestCasesFor(AppliesTo.SERVER).stream()
                                .filter(test -> test.getProtocol().equals(protocolId))
                                .forEach(test ->
                                        cases.add(new Case("response/" + test.getId(), () -> response(model, test)))));
            }
            for (ShapeId error : new TreeSet<>(errors())) {
                MODEL.expectShape(error)
                        .getTrait(HttpResponseTestsTrait.class)
                        .ifPresent(trait -> trait.getTestCasesFor(AppliesTo.SERVER).stream()
                                .filter(test -> test.getProtocol().equals(protocolId))
                                .forEach(test ->
                                        cases.add(new Case("error/" + test.getId(), () -> error(error, test)))));
            }
            return cases;
        }

        private Set<ShapeId> errors() {
            Set<ShapeId> errors = new HashSet<>(shape.getErrors());
            for (OperationShape operation : TopDownIndex.of(MODEL).getContainedOperations(shape)) {
                errors.addAll(operation.getErrors());
            }
            return errors;
        }

        private void request(OperationModel operation, HttpRequestTestCase test) throws Exception {
            HttpHeaders.Builder headers = HttpHeaders.builder();
            test.getHeaders().forEach(headers::add);
            HttpRequest http = new HttpRequest(
                    test.getMethod(),
                    path(test),
                    test.getQueryParams().isEmpty() ? null : String.join("&", test.getQueryParams()),
                    headers.build(),
                    new ByteArrayInputStream(test.getBody().orElse("").getBytes(StandardCharsets.UTF_8)),
                    Connection.IN_PROCESS);
            Map<String, String> labels = Map.of();
            if (protocol.name().startsWith("rest-")) {
                RestRouter.Match match =
                        RestRouter.of(service).route(http.method(), http.rawPath(), http.rawQuery(), http.headers());
                assertThat(match).isInstanceOf(RestRouter.Match.Found.class);
                RestRouter.Match.Found found = (RestRouter.Match.Found) match;
                assertThat(found.operation()).isSameAs(operation);
                labels = found.labels();
            }

            ApiRecord decoded = protocol.decode(service, operation, new Protocol.RoutedRequest(http, labels));

            Structure input = operation.input();
            if (input != null) {
                assertThat(Params.settled(decoded, input)).isEqualTo(Params.record(test.getParams(), input));
            } else {
                assertThat(decoded.memberCount()).isZero();
            }
        }

        /**
         * A request that must be refused. The suite words broken constraints as Smithy's own servers do; AWS's services
         * have their own words, so of those answers only the status and the error's type are compared.
         */
        private void malformed(HttpMalformedRequestTestCase test) throws Exception {
            HttpHeaders.Builder headers = HttpHeaders.builder();
            test.getRequest().getHeaders().forEach(headers::add);
            HttpRequest http = new HttpRequest(
                    test.getRequest().getMethod(),
                    test.getRequest().getUri().orElse("/"),
                    test.getRequest().getQueryParams().isEmpty()
                            ? null
                            : String.join("&", test.getRequest().getQueryParams()),
                    headers.build(),
                    new ByteArrayInputStream(
                            test.getRequest().getBody().orElse("").getBytes(StandardCharsets.UTF_8)),
                    Connection.IN_PROCESS);

            HttpResponse answer = protocol.encodeError(service, refusal(http), facts());

            assertThat(answer.status()).isEqualTo(test.getResponse().getCode());
            test.getResponse()
                    .getHeaders()
                    .forEach((name, value) ->
                            assertThat(answer.headers().first(name)).as(name).contains(value));
        }

        private WireError refusal(HttpRequest http) {
            try {
                RestRouter.Match match =
                        RestRouter.of(service).route(http.method(), http.rawPath(), http.rawQuery(), http.headers());
                if (!(match instanceof RestRouter.Match.Found found)) {
                    throw new AssertionError("no operation is found: " + match);
                }
                ApiRecord input =
                        protocol.decode(service, found.operation(), new Protocol.RoutedRequest(http, found.labels()));
                Structure shape = Objects.requireNonNull(found.operation().input());
                List<Violation> violations = ConstraintChecker.violations(shape, input);
                if (violations.isEmpty()) {
                    throw new AssertionError("nothing is wrong with " + input);
                }
                return ValidationDialect.of(service).error(violations);
            } catch (WireException e) {
                return e.error();
            }
        }

        /** The path with the bucket in front where the case has it in the host name. */
        private String path(HttpRequestTestCase test) {
            String bucket = test.getParams().getStringMemberOrDefault("Bucket", "");
            boolean inHost = service.name().equals("s3") && !test.getUri().startsWith("/" + bucket);
            return inHost ? "/" + bucket + test.getUri() : test.getUri();
        }

        private void response(OperationModel operation, HttpResponseTestCase test) throws Exception {
            Structure output = operation.output();
            ApiRecord record = output == null
                    ? new dev.glasshouse.wire.TestRecord("None", new Object[0])
                    : Params.streamed(Params.record(test.getParams(), output), output);

            HttpResponse answer = protocol.encode(service, operation, record, facts());

            compare(answer, test, true);
        }

        private void error(ShapeId id, HttpResponseTestCase test) throws Exception {
            Structure structure = shapes.error(id);
            Structure.ErrorTrait trait = Objects.requireNonNull(structure.error());
            WireError error = new WireError(
                    trait.code(),
                    trait.httpStatus(),
                    null,
                    trait.senderFault(),
                    Map.of(),
                    Params.record(test.getParams(), structure));

            HttpResponse answer = protocol.encodeError(service, error, facts());

            compare(answer, test, false);
        }

        private static Protocol.ResponseFacts facts() {
            return new Protocol.ResponseFacts("foo-id", "host-id", "/", false);
        }

        private void compare(HttpResponse answer, HttpResponseTestCase test, boolean rootNamespace) throws Exception {
            assertThat(answer.status()).isEqualTo(test.getCode());
            HttpHeaders headers = answer.headers().toBuilder()
                    .set("Content-Length", Long.toString(answer.body().length()))
                    .build();
            test.getHeaders()
                    .forEach((name, value) ->
                            assertThat(headers.first(name)).as(name).contains(value));
            test.getForbidHeaders()
                    .forEach(name ->
                            assertThat(answer.headers().contains(name)).as(name).isFalse());
            test.getRequireHeaders()
                    .forEach(name ->
                            assertThat(answer.headers().contains(name)).as(name).isTrue());
            if (test.getBody().isEmpty()) {
                return;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            answer.body().writeTo(bytes);
            String body = bytes.toString(StandardCharsets.UTF_8);
            String wanted = test.getBody().get();
            String type = test.getBodyMediaType().orElse("");
            if (protocol.name().endsWith("json") && (type.endsWith("json") || wanted.startsWith("{"))) {
                assertThat(BodyComparison.json(body)).isEqualTo(BodyComparison.json(wanted));
            } else if (type.endsWith("xml") || wanted.startsWith("<")) {
                // the suite leaves out what AWS adds to each query answer
                assertThat(BodyComparison.xml(body, FRAME, rootNamespace))
                        .isEqualTo(BodyComparison.xml(wanted, FRAME, rootNamespace));
            } else {
                assertThat(body).isEqualTo(wanted);
            }
        }
    }
}
