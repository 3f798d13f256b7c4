package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.DeleteSSHPublicKeyRequest;
import dev.glasshouse.api.iam.GetSSHPublicKeyRequest;
import dev.glasshouse.api.iam.GetSSHPublicKeyResponse;
import dev.glasshouse.api.iam.ListSSHPublicKeysRequest;
import dev.glasshouse.api.iam.ListSSHPublicKeysResponse;
import dev.glasshouse.api.iam.SSHPublicKey;
import dev.glasshouse.api.iam.SSHPublicKeyMetadata;
import dev.glasshouse.api.iam.UpdateSSHPublicKeyRequest;
import dev.glasshouse.api.iam.UploadSSHPublicKeyRequest;
import dev.glasshouse.api.iam.UploadSSHPublicKeyResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Public keys for Git over SSH. */
final class SshKeyOperations {

    private static final int FEWEST_BITS = 2048;
    private static final int MOST_BITS = 16_384;

    private SshKeyOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "UploadSSHPublicKey",
                        (UploadSSHPublicKeyRequest in, Call call) ->
                                Subject.plan(call, "UploadSSHPublicKey", in.userName()),
                        SshKeyOperations::upload),
                read(
                        "GetSSHPublicKey",
                        (GetSSHPublicKeyRequest in, Call call) -> Subject.plan(call, "GetSSHPublicKey", in.userName()),
                        SshKeyOperations::get),
                read(
                        "ListSSHPublicKeys",
                        (ListSSHPublicKeysRequest in, Call call) ->
                                Subject.plan(call, "ListSSHPublicKeys", in.userName()),
                        SshKeyOperations::list),
                change(
                        "UpdateSSHPublicKey",
                        (UpdateSSHPublicKeyRequest in, Call call) ->
                                Subject.plan(call, "UpdateSSHPublicKey", in.userName()),
                        (in, call) -> {
                            Subject subject = Subject.of(call, in.userName());
                            put(
                                    call,
                                    in.sshPublicKeyId(),
                                    require(call, subject, in.sshPublicKeyId())
                                            .withStatus(SigningCertificateOperations.settable(in.status())));
                        }),
                change(
                        "DeleteSSHPublicKey",
                        (DeleteSSHPublicKeyRequest in, Call call) ->
                                Subject.plan(call, "DeleteSSHPublicKey", in.userName()),
                        (in, call) -> {
                            Subject subject = Subject.of(call, in.userName());
                            require(call, subject, in.sshPublicKeyId());
                            call.tx().remove(IamTables.SSH_KEYS, Scope.account(subject.account()), in.sshPublicKeyId());
                        }));
    }

    /** The keys of a principal by id. */
    static Map<String, SshKeyRow> of(Call call, String owner) {
        Map<String, SshKeyRow> found = new TreeMap<>();
        call.state()
                .rows(IamTables.SSH_KEYS, Scope.account(call.caller().account()))
                .forEach((id, row) -> {
                    if (row.owner().equals(owner)) {
                        found.put(id, row);
                    }
                });
        return found;
    }

    private static SshKeyRow require(Call call, Subject subject, String id) {
        SshKeyRow row = of(call, subject.id()).get(id);
        if (row == null) {
            throw IamErrors.noSuchEntity("The Public Key with id " + id + " cannot be found.");
        }
        return row;
    }

    private static void put(WriteCall call, String id, SshKeyRow row) {
        call.tx().put(IamTables.SSH_KEYS, Scope.account(call.caller().account()), id, row);
    }

    private static SSHPublicKey shown(Subject subject, String id, SshKeyRow row, String body) {
        return SSHPublicKey.builder()
                .userName(subject.name())
                .sshPublicKeyId(id)
                .fingerprint(row.fingerprint())
                .sshPublicKeyBody(body)
                .status(row.status())
                .uploadDate(row.uploaded())
                .build();
    }

    private static UploadSSHPublicKeyResponse upload(UploadSSHPublicKeyRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        SshPublicKey key = SshPublicKey.parse(in.sshPublicKeyBody())
                .filter(found -> found.bits() >= FEWEST_BITS && found.bits() <= MOST_BITS)
                .orElseThrow(
                        () -> ServiceException.of("InvalidPublicKey", 400, "The public key is malformed or invalid."));
        Map<String, SshKeyRow> own = of(call, subject.id());
        boolean twice = own.values().stream().anyMatch(row -> row.fingerprint().equals(key.fingerprint()));
        if (twice) {
            throw ServiceException.of(
                    "DuplicateSSHPublicKey",
                    400,
                    "The SSH public key is already associated with the user " + subject.name() + ".");
        }
        if (own.size() >= Quotas.SSH_KEYS_PER_USER) {
            throw IamErrors.quota("SSHPublicKeysPerUser", Quotas.SSH_KEYS_PER_USER);
        }
        String id = call.ids().unique("APKA", subject.id());
        SshKeyRow row =
                new SshKeyRow(subject.id(), in.sshPublicKeyBody(), key.fingerprint(), "Active", IamPlans.now(call));
        put(call, id, row);
        return new UploadSSHPublicKeyResponse(shown(subject, id, row, row.body()));
    }

    /** A key in the form in which it was uploaded comes back as it was. */
    private static GetSSHPublicKeyResponse get(GetSSHPublicKeyRequest in, Call call) {
        Subject subject = Subject.of(call, in.userName());
        SshKeyRow row = require(call, subject, in.sshPublicKeyId());
        boolean pem = in.encoding().equals("PEM");
        String body = pem == SshPublicKey.isPem(row.body())
                ? row.body()
                : SshPublicKey.parse(row.body())
                        .map(key -> pem ? key.asPem() : key.asSsh())
                        .orElse(row.body());
        return new GetSSHPublicKeyResponse(shown(subject, in.sshPublicKeyId(), row, body));
    }

    private static ListSSHPublicKeysResponse list(ListSSHPublicKeysRequest in, Call call) {
        Subject subject = Subject.of(call, in.userName());
        List<SSHPublicKeyMetadata> all = of(call, subject.id()).entrySet().stream()
                .map(entry -> new SSHPublicKeyMetadata(
                        subject.name(),
                        entry.getKey(),
                        entry.getValue().status(),
                        entry.getValue().uploaded()))
                .toList();
        IamPages.Listing<SSHPublicKeyMetadata> page =
                IamPages.ofList(call, "ListSSHPublicKeys", subject.id(), in.marker(), in.maxItems(), all);
        return new ListSSHPublicKeysResponse(page.items(), page.truncated(), page.marker());
    }
}
