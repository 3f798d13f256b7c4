package dev.glasshouse.service.s3;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.MfaDevices;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.SetupPower;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PublicPolicy;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.Transaction;
import dev.glasshouse.wire.BucketHosts;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Amazon S3. */
public final class S3Service implements Service {

    private static final String BUCKETS = "arn:aws:s3:::";

    /** What is wrong with a body, which is read after its sender was found to be allowed. */
    private static final Set<String> BODY_FAULTS =
            Set.of("MalformedXML", "MalformedACLError", "MalformedPolicy", "MissingRequestBodyError");

    /** Operations on what is not there yet, and on what only the body names. */
    private static final Set<String> OF_NO_ONE_RESOURCE = Set.of("CreateBucket", "DeleteObjects");

    private final Vault vault = new Vault();
    private final Identities identities;
    private final Provisioning accounts;
    private final MfaDelete mfa;

    /**
     * S3 with a key of its own for SSE-S3.
     *
     * @param identities who may be named in bucket policies
     * @param accounts who may be named in ACLs
     * @param devices whose codes MFA delete takes
     */
    public S3Service(Identities identities, Provisioning accounts, MfaDevices devices) {
        this.identities = identities;
        this.accounts = accounts;
        this.mfa = new MfaDelete(devices);
    }

    /** The port to its buckets as they are shared. */
    public SharedResources shared() {
        return new SharedBuckets(new AclRequests(accounts), identities);
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(
                Buckets.TABLE,
                Buckets.OBJECTS,
                Buckets.VERSIONS,
                Buckets.UPLOADS,
                Configurations.TABLE,
                BucketAccess.TABLE,
                PublicAccess.ACCOUNTS,
                AccessPoints.TABLE);
    }

    @Override
    public List<Operation<?, ?>> operations() {
        AclRequests requests = new AclRequests(accounts);
        List<Operation<?, ?>> all = new ArrayList<>();
        all.addAll(new BucketOperations(new NewBuckets(requests)).all());
        all.addAll(new AccessOperations(new Principals(identities, requests)).all());
        all.addAll(EncryptionOperations.all());
        all.addAll(Listings.all());
        all.addAll(new ObjectReads(vault).all());
        all.addAll(new Deletions(mfa).all());
        all.addAll(new VersioningOperations(mfa).all());
        all.add(VersionListing.operation());
        all.addAll(new ConfigurationOperations(requests).all());
        all.addAll(NamedConfigurations.all());
        all.addAll(LockOperations.all());
        all.add(new UpdateEncryption(vault));
        all.add(new RestoreArchived());
        all.add(new PutObject(vault, requests));
        all.add(new CopyObject(vault, requests));
        all.addAll(Uploads.all(vault));
        all.add(new CompleteUpload(vault));
        all.addAll(Tags.all());
        all.addAll(new AclOperations(requests).all());
        all.addAll(CorsOperations.all());
        all.addAll(RequesterPays.operations());
        all.add(ObjectAttributes.operation());
        all.add(UploadListing.operation());
        all.add(new CreateUpload(vault, requests));
        all.add(new UploadPart(vault));
        all.add(new UploadPartCopy(vault));
        return all;
    }

    @Override
    public AuthorizationPlan completed(String operation, ApiRecord input, Call call, AuthorizationPlan plan) {
        return Door.complete(operation, input, call, plan);
    }

    @Override
    public AuthorizationRequest guard(AuthorizationRequest asked, Call call) {
        if (!asked.resource().startsWith(BUCKETS) || asked.resource().equals(BUCKETS + "*")) {
            return asked;
        }
        String path = asked.resource().substring(BUCKETS.length());
        int slash = path.indexOf('/');
        BucketRow bucket = Buckets.require(call, slash < 0 ? path : path.substring(0, slash), null);
        String action = asked.action().substring(asked.action().indexOf(':') + 1);
        AuthorizationRequest guarded = slash < 0
                ? Buckets.bucket(call, bucket, action)
                : Buckets.object(call, bucket, action, path.substring(slash + 1), ContextKeys.EMPTY);
        return Door.complete(guarded, new RequestFacts(action, Map.of(), Map.of(), bucket.name()), call, null);
    }

    @Override
    public List<String> resources(StateReader state, String account) {
        return state.rows(Buckets.TABLE, Scope.SANDBOX).values().stream()
                .filter(bucket -> bucket.account().equals(account))
                .map(bucket -> BUCKETS + bucket.name())
                .toList();
    }

    @Override
    public boolean authorisesBefore(String operation, WireError fault) {
        return BODY_FAULTS.contains(fault.code()) && !OF_NO_ONE_RESOURCE.contains(operation);
    }

    @Override
    public Map<String, String> labels(HttpRequest http, Map<String, String> labels, StateReader state) {
        String name = labels.get("Bucket");
        String bucket = name == null ? null : AccessPoints.bucket(state, http, name);
        if (bucket == null || bucket.equals(name)) {
            return labels;
        }
        Map<String, String> seen = new HashMap<>(labels);
        seen.put("Bucket", bucket);
        return seen;
    }

    @Override
    public Map<String, String> headers(Call call, @Nullable ApiRecord input, @Nullable WireError error) {
        String addressed = BucketHosts.bucket(call.http());
        String name = AccessPoints.named(call.state(), addressed)
                .map(AccessPointRow::bucket)
                .orElse(addressed);
        BucketRow bucket = call.state().get(Buckets.TABLE, Scope.SANDBOX, name).orElse(null);
        if (bucket == null) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>(CorsAnswers.headers(call.http(), name, call.state()));
        if (Addressing.tellsRegion(call, input, error)) {
            headers.put("x-amz-bucket-region", bucket.region());
        }
        if (error == null && RequesterPays.charged(call, bucket)) {
            headers.put(RequesterPays.CHARGED, "requester");
        }
        return headers;
    }

    @Override
    public Map<String, String> headers(HttpRequest http, StateReader state) {
        String addressed = BucketHosts.bucket(http);
        String name =
                AccessPoints.named(state, addressed).map(AccessPointRow::bucket).orElse(addressed);
        return CorsAnswers.headers(http, name, state);
    }

    @Override
    public Optional<HttpResponse> preflight(HttpRequest http, StateReader state) {
        return Optional.of(CorsAnswers.preflight(http, state));
    }

    @Override
    public Optional<List<String>> take(SetupPower power, Transaction tx, String account, String arn, String document) {
        String name = arn.startsWith(BUCKETS) ? arn.substring(BUCKETS.length()) : "";
        return tx.get(Buckets.TABLE, Scope.SANDBOX, name)
                .filter(bucket -> bucket.account().equals(account))
                .map(bucket -> {
                    BucketRow taken = bucket.withPolicy(identities.pinned(tx, document));
                    List<String> remarks = new ArrayList<>();
                    try {
                        PolicyValidator.validateBucket(document, name, principal -> true);
                    } catch (PolicyRejectedException e) {
                        remarks.add("bucket " + name + ": " + e.text());
                    }
                    Policy policy = Buckets.policy(taken);
                    if (policy != null && PublicPolicy.isPublic(policy.document())) {
                        // it could not have been put under Block Public Access, so that this is off there
                        taken = taken.withBlock(null);
                        remarks.add(
                                "bucket " + name + ": its policy is public; whether Block Public Access restricts it"
                                        + " is not said, so that it is off");
                    }
                    tx.put(Buckets.TABLE, Scope.SANDBOX, name, taken);
                    return remarks;
                });
    }

    @Override
    public TrailShape trail() {
        return new S3Trail(false);
    }
}
