package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.DeleteSigningCertificateRequest;
import dev.glasshouse.api.iam.ListSigningCertificatesRequest;
import dev.glasshouse.api.iam.ListSigningCertificatesResponse;
import dev.glasshouse.api.iam.SigningCertificate;
import dev.glasshouse.api.iam.UpdateSigningCertificateRequest;
import dev.glasshouse.api.iam.UploadSigningCertificateRequest;
import dev.glasshouse.api.iam.UploadSigningCertificateResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Certificates that users sign requests with. */
final class SigningCertificateOperations {

    private SigningCertificateOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "UploadSigningCertificate",
                        (UploadSigningCertificateRequest in, Call call) ->
                                Subject.plan(call, "UploadSigningCertificate", in.userName()),
                        SigningCertificateOperations::upload),
                read(
                        "ListSigningCertificates",
                        (ListSigningCertificatesRequest in, Call call) ->
                                Subject.plan(call, "ListSigningCertificates", in.userName()),
                        SigningCertificateOperations::list),
                change(
                        "UpdateSigningCertificate",
                        (UpdateSigningCertificateRequest in, Call call) ->
                                Subject.plan(call, "UpdateSigningCertificate", in.userName()),
                        SigningCertificateOperations::update),
                change(
                        "DeleteSigningCertificate",
                        (DeleteSigningCertificateRequest in, Call call) ->
                                Subject.plan(call, "DeleteSigningCertificate", in.userName()),
                        (in, call) -> {
                            Subject subject = Subject.of(call, in.userName());
                            require(call, subject, in.certificateId());
                            call.tx()
                                    .remove(
                                            IamTables.SIGNING_CERTIFICATES,
                                            Scope.account(subject.account()),
                                            in.certificateId());
                        }));
    }

    /** The certificates of a principal by id. */
    static Map<String, SigningCertificateRow> of(Call call, String owner) {
        Map<String, SigningCertificateRow> found = new TreeMap<>();
        call.state()
                .rows(
                        IamTables.SIGNING_CERTIFICATES,
                        Scope.account(call.caller().account()))
                .forEach((id, row) -> {
                    if (row.owner().equals(owner)) {
                        found.put(id, row);
                    }
                });
        return found;
    }

    private static SigningCertificateRow require(Call call, Subject subject, String id) {
        SigningCertificateRow row = of(call, subject.id()).get(id);
        if (row == null) {
            throw IamErrors.noSuchEntity("The Certificate with id " + id + " cannot be found.");
        }
        return row;
    }

    private static void put(WriteCall call, String id, SigningCertificateRow row) {
        call.tx()
                .put(IamTables.SIGNING_CERTIFICATES, Scope.account(call.caller().account()), id, row);
    }

    private static SigningCertificate shown(Subject subject, String id, SigningCertificateRow row) {
        return SigningCertificate.builder()
                .userName(subject.name())
                .certificateId(id)
                .certificateBody(row.body())
                .status(row.status())
                .uploadDate(row.uploaded())
                .build();
    }

    private static UploadSigningCertificateResponse upload(UploadSigningCertificateRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        var certificates = Pem.certificates(in.certificateBody());
        if (certificates.filter(found -> found.size() == 1).isEmpty()) {
            throw ServiceException.of(
                    "MalformedCertificate", 400, "Certificate " + in.certificateBody() + " is malformed.");
        }
        if (certificates.get().get(0).getNotAfter().toInstant().isBefore(call.now())) {
            throw ServiceException.of("InvalidCertificate", 400, "The certificate has expired.");
        }
        Map<String, SigningCertificateRow> own = of(call, subject.id());
        boolean twice = own.values().stream()
                .anyMatch(row -> Pem.certificates(row.body()).equals(certificates));
        if (twice) {
            throw ServiceException.of(
                    "DuplicateCertificate", 409, "The certificate already exists for the user " + subject.name() + ".");
        }
        if (own.size() >= Quotas.CERTIFICATES_PER_USER) {
            throw IamErrors.quota("CertificatesPerUser", Quotas.CERTIFICATES_PER_USER);
        }
        String id = Base32.encode(call.ids().bytes("iam.certificate", subject.id(), 20));
        SigningCertificateRow row =
                new SigningCertificateRow(subject.id(), in.certificateBody(), "Active", IamPlans.now(call));
        put(call, id, row);
        return new UploadSigningCertificateResponse(shown(subject, id, row));
    }

    private static ListSigningCertificatesResponse list(ListSigningCertificatesRequest in, Call call) {
        Subject subject = Subject.of(call, in.userName());
        List<SigningCertificate> all = of(call, subject.id()).entrySet().stream()
                .map(entry -> shown(subject, entry.getKey(), entry.getValue()))
                .toList();
        IamPages.Listing<SigningCertificate> page =
                IamPages.ofList(call, "ListSigningCertificates", subject.id(), in.marker(), in.maxItems(), all);
        return new ListSigningCertificatesResponse(page.items(), page.truncated(), page.marker());
    }

    private static void update(UpdateSigningCertificateRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        SigningCertificateRow row = require(call, subject, in.certificateId());
        put(call, in.certificateId(), row.withStatus(settable(in.status())));
    }

    /** A status that a caller may set. */
    static String settable(@Nullable String status) {
        if (status == null || status.equals("Expired")) {
            throw IamErrors.invalidInput("The status can be set to Active or Inactive only.");
        }
        return status;
    }
}
