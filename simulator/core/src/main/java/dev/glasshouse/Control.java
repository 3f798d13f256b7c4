package dev.glasshouse;

import dev.glasshouse.api.iam.GetAccountAuthorizationDetailsResponse;
import dev.glasshouse.call.CiphertextReader;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.ReadOperation;
import dev.glasshouse.call.SetupPower;
import dev.glasshouse.call.TestTokens;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.call.Workload;
import dev.glasshouse.gateway.CallLog;
import dev.glasshouse.gateway.Explainer;
import dev.glasshouse.gateway.Inquiries;
import dev.glasshouse.gateway.LoggedCall;
import dev.glasshouse.gateway.Services;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.gateway.Vantages;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.LogRecord;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.service.s3.StoredBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox's controls: what AWS has no API for. It acts without authorisation and leaves no trace in the trail, so
 * nobody but the owner of the process may reach it.
 */
public final class Control {

    private final SetupPower power;
    private final Sandbox sandbox;
    private final Services services;
    private final Explainer explainer;
    private final Inquiries inquiries;
    private final String account;
    private final Keyring keyring;

    Control(
            SetupPower power,
            Sandbox sandbox,
            Services services,
            Explainer explainer,
            Inquiries inquiries,
            String account) {
        this.power = power;
        this.sandbox = sandbox;
        this.services = services;
        this.explainer = explainer;
        this.inquiries = inquiries;
        this.account = account;
        this.keyring = new Keyring(power, sandbox, services);
    }

    /** The controls of a sandbox of a simulator. */
    public static Control of(Sandbox sandbox) {
        return Simulator.of(sandbox).control(sandbox);
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    // ---- accounts and credentials

    /** The first account, of which principals are that name none. */
    public String account() {
        return account;
    }

    /** The sandbox's accounts. */
    public SortedSet<String> accounts() {
        return services.provisioning().accounts(sandbox.read().state());
    }

    /**
     * Makes an account with its root user and an administrator; one that exists stays as it is.
     *
     * @param account twelve digits
     * @throws IllegalArgumentException if it is not an account id
     */
    public void createAccount(String account) {
        if (account.length() != 12 || !account.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("an account id has twelve digits, not '" + account + "'");
        }
        sandbox.write(tx -> {
            services.provisioning().createAccount(power, tx, account);
            return true;
        });
    }

    /** The keys of an account's first user, who may do everything; of root where Organizations made the account. */
    public Credentials administrator(String account) {
        boolean user = services.identities()
                .user(sandbox.read().state(), account, Provisioning.ADMINISTRATOR)
                .isPresent();
        return credentials("arn:aws:iam::" + account + (user ? ":user/" + Provisioning.ADMINISTRATOR : ":root"));
    }

    /**
     * Keys for a principal. Users and root users get a long-term key, the one they have where they have an active one;
     * a role gets a session of an hour.
     *
     * @param principal the ARN of a user, a role or a root user
     * @throws IllegalArgumentException if there is no such principal
     */
    public Credentials credentials(String principal) {
        return keyring.credentials(principal);
    }

    /**
     * The credentials of a role as an EC2 instance or a Lambda function gets them; wherever they are used, their calls
     * tell what they were handed to.
     *
     * @param role the role's ARN
     * @throws IllegalArgumentException if there is no such role
     */
    public Credentials credentials(String role, Workload workload) {
        return keyring.credentials(role, workload);
    }

    /**
     * The active long-term key of a user or root user, if it has one; none is made.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public Optional<Credentials> held(String principal) {
        return keyring.held(principal);
    }

    /**
     * The code that an MFA device shows now. A hardware token shows one before it is enabled, too: its codes derive from
     * the sandbox's seed and its number.
     *
     * @param account the account that has the device
     * @param serial the device's ARN, or the number on a hardware token
     * @throws IllegalArgumentException if the account has no such device
     */
    public String mfaCode(String account, String serial) {
        return services.provisioning()
                .mfaCode(power, sandbox, account, serial)
                .orElseThrow(() -> new IllegalArgumentException("account " + account + " has no MFA device " + serial));
    }

    /**
     * Sets from where a principal is seen to call.
     *
     * @param principal the ARN of a user, role or root user, or {@link Vantages#ANONYMOUS}
     * @param vantage the vantage, or null for the default one
     */
    public void setVantage(String principal, @Nullable Vantage vantage) {
        sandbox.write(tx -> {
            Vantages.set(tx, principal, vantage);
            return true;
        });
    }

    // ---- what stands in a real account

    /**
     * Takes over the identities of a real account as they stand there, ids included. See {@link
     * dev.glasshouse.imports.Importer}, which reads files.
     *
     * @return what is odd about them
     */
    public List<String> takeIdentities(String owner, GetAccountAuthorizationDetailsResponse details) {
        return sandbox.write(tx -> services.provisioning().takeIdentities(power, tx, owner, details));
    }

    /**
     * Takes over the policy of a resource as it stands in a real account, whatever the API would say of it. S3 wants the bucket
     * to be there; a KMS key is made with its id.
     *
     * @return what is odd about it, or an empty answer where its service takes over no such resource
     */
    public Optional<List<String>> takeResource(String owner, String arn, String document) {
        return sandbox.write(tx -> services.take(power, tx, owner, arn, document));
    }

    // ---- questions

    /**
     * Whether a principal may do an action on a resource, by all policies that bear on it in the sandbox as it is now, the
     * resource's own included. No call is made and nothing is logged.
     *
     * @param principal {@code user/NAME}, {@code role/NAME} or {@code root} of the first account; the ARN of one of these
     *     in any account, or of a role's session; a service such as {@code lambda.amazonaws.com}; {@code anonymous}
     * @param action such as {@code s3:GetObject}
     * @param resource its ARN, or {@code *} for an action without a resource type
     * @param context condition keys of the request, over those that a call of the principal's has anyway
     * @throws IllegalArgumentException if there is no such principal, or action or resource are not written as such
     */
    public Access access(String principal, String action, String resource, ContextKeys context) {
        return new Access(inquiries.ask(sandbox, account, principal, action, resource, context));
    }

    /** Many questions about the sandbox as it is now, which {@link dev.glasshouse.access.AccessQuestions} are put with. */
    public Survey survey() {
        return inquiries.survey(sandbox, account);
    }

    /**
     * A ciphertext of KMS, and who could open it.
     *
     * @param reading what it says of itself
     * @param principals the users, roles and root users that {@code kms:Decrypt} is allowed to now, with its own encryption
     *     context, directly and not through a service; empty where nobody can open it, as its key is gone or not usable
     */
    public record Ciphertext(CiphertextReader.Reading reading, List<String> principals) {
        public Ciphertext {
            principals = List.copyOf(principals);
        }
    }

    /** Looks into a ciphertext of a symmetric KMS key; empty where it is none. Nothing is logged. */
    public Optional<Ciphertext> ciphertext(byte[] ciphertext) {
        return services.port(CiphertextReader.class)
                .flatMap(reader -> reader.read(power, sandbox.read(), ciphertext))
                .map(reading -> new Ciphertext(reading, openers(reading)));
    }

    private List<String> openers(CiphertextReader.Reading reading) {
        boolean usable = "Enabled".equals(reading.keyState()) && reading.materialId() != null && reading.ofThisPast();
        if (!usable) {
            return List.of();
        }
        ContextKeys.Builder keys = ContextKeys.builder().put("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
        if (reading.context() != null && !reading.context().isEmpty()) {
            reading.context().forEach((key, value) -> keys.put("kms:EncryptionContext:" + key, value));
            keys.putAll(
                    "kms:EncryptionContextKeys", List.copyOf(reading.context().keySet()));
        }
        ContextKeys context = keys.build();
        List<String> openers = new ArrayList<>();
        for (String each : accounts()) {
            List<String> candidates = new ArrayList<>();
            candidates.add("arn:aws:iam::" + each + ":root");
            services.identities()
                    .entities(sandbox.read().state(), each)
                    .forEach(entity -> candidates.add(entity.arn()));
            candidates.stream()
                    .filter(who -> reading.keyArns().stream()
                            .anyMatch(key ->
                                    access(who, "kms:Decrypt", key, context).isAllowed()))
                    .forEach(openers::add);
        }
        return openers;
    }

    /** The ARN of a principal in short form, such as {@code role/app} of the first account; an ARN stays as it is. */
    public String principalArn(String principal) {
        return principal.startsWith("arn:")
                ? principal
                : inquiries.caller(sandbox, account, principal).principalArn();
    }

    // ---- identity providers, which the sandbox plays

    /**
     * Takes the public keys of an OpenID Connect issuer, whose tokens somebody else signs.
     *
     * @param issuer its URL
     * @param jwks a JSON Web Key Set
     * @throws IllegalArgumentException if it is none
     */
    public void trustIssuer(String issuer, String jwks) {
        services.tokens().trust(power, sandbox, issuer, jwks);
    }

    /**
     * A web identity token, signed as an issuer would; its keys are made at the first one.
     *
     * @param algorithm {@code RS256}, {@code ES256} or {@code ES384}, or null for the issuer's own, ES256 at first
     * @param claims the claims as a JSON object; {@code iss}, {@code iat} and {@code exp} are added
     * @param lifetime how long it lives
     * @throws IllegalArgumentException if the claims are no JSON object or others hold the issuer's keys
     */
    public String webIdentityToken(String issuer, @Nullable String algorithm, String claims, Duration lifetime) {
        return services.tokens().webIdentity(power, sandbox, issuer, algorithm, claims, lifetime.toSeconds());
    }

    /** The metadata of a SAML provider that the sandbox plays, as {@code CreateSAMLProvider} takes it. */
    public String samlMetadata(String entityId) {
        return services.tokens().samlMetadata(power, sandbox, entityId);
    }

    /** A response of a SAML provider that the sandbox plays, in Base64, as {@code AssumeRoleWithSAML} takes it. */
    public String samlResponse(TestTokens.Assertion assertion) {
        return services.tokens().saml(power, sandbox, assertion);
    }

    // ---- the way back

    /**
     * What was undone.
     *
     * @param call the first of the calls that were
     * @param revived what is back that AWS would never give back, such as deleted key material
     */
    public record Undone(LoggedCall call, SortedSet<String> revived) {}

    /**
     * Undoes a call and all that came after it: rows and trail are as they were before. Deleted key material is back as
     * well, as long as the history has it; the clock and the call log stay.
     *
     * @param requestId the call's request id, or null for the last one that changed something
     * @return what was undone, or empty where there is none or the history does not reach back to it
     */
    public Optional<Undone> undo(@Nullable String requestId) {
        long now = sandbox.peek().sequence();
        Optional<LoggedCall> call = requestId != null
                ? CallLog.of(sandbox).find(requestId)
                : CallLog.of(sandbox).newest(Integer.MAX_VALUE).stream()
                        .filter(each -> each.outer() == null && changed(each) && each.sequence() < now)
                        .findFirst();
        return call.flatMap(each -> sandbox.undoTo(each.sequence()).map(revived -> new Undone(each, revived)));
    }

    /** Whether a call can have changed something: it succeeded, and its operation does not only read. */
    private boolean changed(LoggedCall call) {
        return call.error() == null
                && services.operation(call.service(), call.operation())
                        .filter(operation -> !(operation instanceof ReadOperation))
                        .isPresent();
    }

    // ---- looking in

    /**
     * An S3 object as it lies at rest: sealed, with its keys wrapped.
     *
     * @param versionId a version's id, or null for the latest
     * @param most how many of its stored bytes are wanted
     */
    public Optional<StoredBytes> storedBytes(String bucket, String key, @Nullable String versionId, int most) {
        return StoredBytes.of(sandbox.read().state(), bucket, key, versionId, most);
    }

    /** The trail's events of all accounts and categories, the newest first, as many as asked for. */
    public List<LogRecord> events(int most, Predicate<LogRecord> wanted) {
        List<LogRecord> found = new ArrayList<>();
        sandbox.log().newestFirst(event -> {
            if (wanted.test(event)) {
                found.add(event);
            }
            return found.size() < most;
        });
        return found;
    }

    /** Why a call was answered as it was; empty where the log does not have it. */
    public Optional<Decided> decision(String requestId) {
        return CallLog.of(sandbox).find(requestId).map(this::decided);
    }

    /** Why the last call was answered as it was. */
    public Optional<Decided> lastDecision() {
        return CallLog.of(sandbox).last().map(this::decided);
    }

    /** The last calls, the newest first. */
    public List<LoggedCall> calls(int most) {
        return CallLog.of(sandbox).newest(most);
    }

    private Decided decided(LoggedCall call) {
        List<Decided> nested = CallLog.of(sandbox).nested(call.requestId()).stream()
                .map(inner -> new Decided(inner, explainer.explain(sandbox, inner), List.of()))
                .toList();
        return new Decided(call, explainer.explain(sandbox, call), nested);
    }
}
