package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.DeleteServerCertificateRequest;
import dev.glasshouse.api.iam.GetServerCertificateRequest;
import dev.glasshouse.api.iam.GetServerCertificateResponse;
import dev.glasshouse.api.iam.ListServerCertificateTagsRequest;
import dev.glasshouse.api.iam.ListServerCertificateTagsResponse;
import dev.glasshouse.api.iam.ListServerCertificatesRequest;
import dev.glasshouse.api.iam.ListServerCertificatesResponse;
import dev.glasshouse.api.iam.ServerCertificate;
import dev.glasshouse.api.iam.ServerCertificateMetadata;
import dev.glasshouse.api.iam.TagServerCertificateRequest;
import dev.glasshouse.api.iam.UntagServerCertificateRequest;
import dev.glasshouse.api.iam.UpdateServerCertificateRequest;
import dev.glasshouse.api.iam.UploadServerCertificateRequest;
import dev.glasshouse.api.iam.UploadServerCertificateResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Server certificates. */
final class ServerCertificateOperations {

    private static final Tagging.Tagged KIND = Tagging.kind(
            ServerCertificateOperations::target,
            ServerCertificateOperations::require,
            ServerCertificateRow::tags,
            ServerCertificateRow::withTags,
            ServerCertificateOperations::put);

    private ServerCertificateOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "UploadServerCertificate",
                        (UploadServerCertificateRequest in, Call call) -> IamPlans.ask(
                                call,
                                "UploadServerCertificate",
                                new Target(
                                        arn(call, PolicyOperations.path(in.path()) + in.serverCertificateName()),
                                        Map.of(),
                                        null),
                                IamPlans.requestTags(in.tags())),
                        ServerCertificateOperations::upload),
                read(
                        "GetServerCertificate",
                        (GetServerCertificateRequest in, Call call) ->
                                IamPlans.ask(call, "GetServerCertificate", target(call, in.serverCertificateName())),
                        ServerCertificateOperations::get),
                read(
                        "ListServerCertificates",
                        (ListServerCertificatesRequest in, Call call) -> IamPlans.ask(
                                call, "ListServerCertificates", arn(call, PolicyOperations.path(in.pathPrefix()))),
                        ServerCertificateOperations::list),
                change(
                        "UpdateServerCertificate",
                        ServerCertificateOperations::planUpdate,
                        ServerCertificateOperations::update),
                change(
                        "DeleteServerCertificate",
                        (DeleteServerCertificateRequest in, Call call) ->
                                IamPlans.ask(call, "DeleteServerCertificate", target(call, in.serverCertificateName())),
                        (in, call) -> call.tx()
                                .remove(
                                        IamTables.SERVER_CERTIFICATES,
                                        Scope.account(call.caller().account()),
                                        IamTables.key(require(call, in.serverCertificateName())
                                                .name()))),
                Tagging.tag(
                        "TagServerCertificate",
                        KIND,
                        TagServerCertificateRequest::serverCertificateName,
                        TagServerCertificateRequest::tags),
                Tagging.untag(
                        "UntagServerCertificate",
                        KIND,
                        UntagServerCertificateRequest::serverCertificateName,
                        UntagServerCertificateRequest::tagKeys),
                Tagging.list(
                        "ListServerCertificateTags",
                        KIND,
                        ListServerCertificateTagsRequest::serverCertificateName,
                        ListServerCertificateTagsRequest::marker,
                        ListServerCertificateTagsRequest::maxItems,
                        page -> new ListServerCertificateTagsResponse(page.items(), page.truncated(), page.marker())));
    }

    private static String arn(Call call, String rest) {
        return "arn:aws:iam::" + call.caller().account() + ":server-certificate" + rest;
    }

    private static Optional<ServerCertificateRow> find(Call call, String name) {
        return call.state()
                .get(IamTables.SERVER_CERTIFICATES, Scope.account(call.caller().account()), IamTables.key(name))
                .filter(row -> row.name().equals(name));
    }

    private static Target target(Call call, String name) {
        return find(call, name)
                .map(row -> new Target(row.arn(call.caller().account()), row.tags(), null))
                .orElseGet(() -> new Target(arn(call, "/" + name), Map.of(), null));
    }

    private static ServerCertificateRow require(Call call, String name) {
        return find(call, name).orElseThrow(() -> IamErrors.notFound("Server Certificate", name));
    }

    private static void put(WriteCall call, ServerCertificateRow row) {
        call.tx()
                .put(
                        IamTables.SERVER_CERTIFICATES,
                        Scope.account(call.caller().account()),
                        IamTables.key(row.name()),
                        row);
    }

    private static void requireFree(Call call, String name) {
        if (call.state()
                .get(IamTables.SERVER_CERTIFICATES, Scope.account(call.caller().account()), IamTables.key(name))
                .isPresent()) {
            throw IamErrors.exists("The Server Certificate with name " + name + " already exists.");
        }
    }

    private static ServerCertificateMetadata metadata(Call call, ServerCertificateRow row) {
        return ServerCertificateMetadata.builder()
                .path(row.path())
                .serverCertificateName(row.name())
                .serverCertificateId(row.id())
                .arn(row.arn(call.caller().account()))
                .uploadDate(row.uploaded())
                .expiration(row.expires())
                .build();
    }

    private static ServiceException malformed(String text) {
        return ServiceException.of("MalformedCertificate", 400, text);
    }

    private static X509Certificate certificate(UploadServerCertificateRequest in) {
        X509Certificate certificate = Pem.certificates(in.certificateBody())
                .filter(found -> found.size() == 1)
                .map(found -> found.get(0))
                .orElseThrow(() ->
                        malformed("Unable to parse certificate. Please ensure the certificate is in PEM format."));
        PrivateKey key = Pem.privateKey(in.privateKey()).orElseThrow(() -> malformed("Invalid Private Key."));
        if (!Pem.belong(key, certificate.getPublicKey())) {
            throw ServiceException.of(
                    "KeyPairMismatch", 400, "The private key does not match the public key in the certificate.");
        }
        if (in.certificateChain() != null) {
            List<X509Certificate> chain = Pem.certificates(in.certificateChain())
                    .orElseThrow(() ->
                            malformed("Unable to parse certificate chain. Please ensure the chain is in PEM format."));
            requireChain(certificate, chain);
        }
        return certificate;
    }

    private static void requireChain(X509Certificate certificate, List<X509Certificate> chain) {
        X509Certificate below = certificate;
        for (int i = 0; i < chain.size(); i++) {
            if (!Pem.signed(below, chain.get(i))) {
                throw malformed("Unable to validate certificate chain. The certificate chain must start with the"
                        + " immediate signing certificate, followed by any intermediaries in order. The index within"
                        + " the chain of the invalid certificate is: " + i);
            }
            below = chain.get(i);
        }
    }

    private static UploadServerCertificateResponse upload(UploadServerCertificateRequest in, WriteCall call) {
        X509Certificate certificate = certificate(in);
        requireFree(call, in.serverCertificateName());
        Quotas.require(call, IamTables.SERVER_CERTIFICATES, Quotas.SERVER_CERTIFICATES, "ServerCertificatesPerAccount");
        ServerCertificateRow row = new ServerCertificateRow(
                in.serverCertificateName(),
                PolicyOperations.path(in.path()),
                call.ids().unique("ASCA", in.serverCertificateName()),
                IamPlans.now(call),
                certificate.getNotAfter().toInstant(),
                in.certificateBody(),
                in.certificateChain(),
                in.privateKey(),
                IamPlans.mergeExact(Map.of(), in.tags()));
        put(call, row);
        return new UploadServerCertificateResponse(
                metadata(call, row), row.tags().isEmpty() ? null : IamPlans.list(row.tags()));
    }

    private static GetServerCertificateResponse get(GetServerCertificateRequest in, Call call) {
        ServerCertificateRow row = require(call, in.serverCertificateName());
        return new GetServerCertificateResponse(
                new ServerCertificate(metadata(call, row), row.body(), row.chain(), IamPlans.list(row.tags())));
    }

    private static ListServerCertificatesResponse list(ListServerCertificatesRequest in, Call call) {
        String prefix = PolicyOperations.path(in.pathPrefix());
        IamPages.Listing<ServerCertificateMetadata> page = IamPages.of(
                call,
                "ListServerCertificates",
                prefix,
                in.marker(),
                in.maxItems(),
                call.state()
                        .rows(
                                IamTables.SERVER_CERTIFICATES,
                                Scope.account(call.caller().account())),
                (key, row) -> row.path().startsWith(prefix),
                row -> metadata(call, row));
        return new ListServerCertificatesResponse(page.items(), page.truncated(), page.marker());
    }

    private static AuthorizationPlan planUpdate(UpdateServerCertificateRequest in, Call call) {
        AuthorizationPlan before =
                IamPlans.ask(call, "UpdateServerCertificate", target(call, in.serverCertificateName()));
        if (in.newServerCertificateName() == null && in.newPath() == null) {
            return before;
        }
        String name =
                in.newServerCertificateName() == null ? in.serverCertificateName() : in.newServerCertificateName();
        AuthorizationPlan after =
                IamPlans.ask(call, "UpdateServerCertificate", arn(call, PolicyOperations.path(in.newPath()) + name));
        return new AuthorizationPlan(
                List.of(before.requests().get(0), after.requests().get(0)));
    }

    private static void update(UpdateServerCertificateRequest in, WriteCall call) {
        ServerCertificateRow row = require(call, in.serverCertificateName());
        String name = in.newServerCertificateName() == null ? row.name() : in.newServerCertificateName();
        if (!IamTables.key(name).equals(IamTables.key(row.name()))) {
            requireFree(call, name);
            call.tx()
                    .remove(
                            IamTables.SERVER_CERTIFICATES,
                            Scope.account(call.caller().account()),
                            IamTables.key(row.name()));
        }
        put(call, row.named(name, in.newPath() == null ? row.path() : in.newPath()));
    }
}
