package dev.glasshouse;

import dev.glasshouse.call.Age;
import dev.glasshouse.call.BusEvents;
import dev.glasshouse.call.SandboxTraits;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.SetupPower;
import dev.glasshouse.crypto.hsm.KeyPairs;
import dev.glasshouse.gateway.Gateway;
import dev.glasshouse.gateway.Services;
import dev.glasshouse.gateway.TrailServiceEvents;
import dev.glasshouse.sandbox.BlobStore;
import dev.glasshouse.sandbox.LocalBlobStore;
import dev.glasshouse.sandbox.Retention;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Sandboxes;
import dev.glasshouse.sandbox.Seed;
import dev.glasshouse.sandbox.WallClock;
import dev.glasshouse.service.accessanalyzer.AccessAnalyzerService;
import dev.glasshouse.service.cloudtrail.CloudTrailService;
import dev.glasshouse.service.iam.IamService;
import dev.glasshouse.service.kms.KmsService;
import dev.glasshouse.service.organizations.OrganizationsService;
import dev.glasshouse.service.s3.S3ControlService;
import dev.glasshouse.service.s3.S3Service;
import dev.glasshouse.service.secretsmanager.SecretsManagerService;
import dev.glasshouse.service.ssm.SsmService;
import dev.glasshouse.service.sts.StsService;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process's simulator: it hosts sandboxes and answers requests to them. Made once, used by many threads. */
public final class Simulator implements AutoCloseable {

    /** The account of a sandbox that asks for no other. */
    public static final String DEFAULT_ACCOUNT = "123456789012";

    /** The snapshot that every sandbox has: its state when it was made. */
    public static final String BEGINNING = "beginning";

    private final Sandboxes sandboxes;
    private final Services services;
    private final Gateway gateway;
    private final String account;
    private final Age age;

    private Simulator(Builder builder) {
        this.account = builder.account;
        this.age = builder.age;
        this.services = simulated(builder.keyPairs, builder.others);
        this.sandboxes =
                new Sandboxes(builder.wallClock, services, builder.blobs, builder.retention, services.tables());
        this.gateway = new Gateway(sandboxes, services);
        sandboxes.attachments().get(Simulator.class, () -> this);
        create(Sandboxes.DEFAULT, builder.seed == null ? Seed.random() : builder.seed);
    }

    private static Services simulated(KeyPairs keyPairs, List<Service> others) {
        IamService iam = new IamService();
        OrganizationsService organizations = new OrganizationsService(iam);
        iam.join(organizations);
        StsService sts = new StsService(new StsService.Ports(
                iam, iam, iam.mfaDevices(), iam.identityProviders(), organizations, iam.features()));
        KmsService kms = new KmsService(iam, keyPairs, new TrailServiceEvents());
        S3Service s3 = new S3Service(iam, iam, iam.mfaDevices());
        SecretsManagerService secrets = new SecretsManagerService(iam, new TrailServiceEvents(), kms, List.of());
        List<Service> services = new ArrayList<>(List.of(
                iam,
                sts,
                organizations,
                kms,
                s3,
                new S3ControlService(iam, iam),
                new CloudTrailService(),
                new AccessAnalyzerService(
                        organizations, List.of(s3.shared(), iam.shared(), kms.shared(), secrets.shared()), iam.uses()),
                secrets,
                new SsmService(iam, BusEvents.NOBODY)));
        services.addAll(others);
        return new Services(services, iam, sts, iam, organizations, sts.tokens());
    }

    /**
     * The simulator that hosts a sandbox.
     *
     * @throws IllegalStateException if the sandbox was not made by a simulator
     */
    public static Simulator of(Sandbox sandbox) {
        return sandbox.host().attachments().get(Simulator.class, () -> {
            throw new IllegalStateException(sandbox.name() + " is not of a simulator");
        });
    }

    /** A simulator with one sandbox, {@code default}, on the real clock with a seed that nobody has had. */
    public static Simulator start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Says what a simulator is like before it starts. */
    public static final class Builder {
        private @Nullable Seed seed;
        private String account = DEFAULT_ACCOUNT;
        private WallClock wallClock = WallClock.system();
        private Retention retention = Retention.DEFAULT;
        private Age age = Age.PRESENT;
        private BlobStore blobs = new LocalBlobStore();
        private KeyPairs keyPairs = KeyPairs.FRESH;
        private final List<Service> others = new ArrayList<>();

        private Builder() {}

        /** What names, ids and credentials derive from: 1 to 256 characters. */
        public Builder seed(String text) {
            seed = Seed.of(text);
            return this;
        }

        /** The account that each new sandbox begins with: twelve digits. */
        public Builder account(String id) {
            if (id.length() != 12 || !id.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IllegalArgumentException("an account id has twelve digits, not '" + id + "'");
            }
            account = id;
            return this;
        }

        /** The year whose defaults each new sandbox has. */
        public Builder defaults(Age year) {
            age = year;
            return this;
        }

        /** The time outside. */
        public Builder wallClock(WallClock clock) {
            wallClock = clock;
            return this;
        }

        /** How much of its past each sandbox keeps. */
        public Builder retention(Retention kept) {
            retention = kept;
            return this;
        }

        /** Where bodies lie; the simulator closes it. */
        public Builder blobs(BlobStore store) {
            blobs = store;
            return this;
        }

        /** Where KMS's key pairs come from. Tests that make many RSA keys can bring some; such keys are no secrets. */
        public Builder keyPairs(KeyPairs source) {
            keyPairs = source;
            return this;
        }

        /** Puts another service beside those that are simulated. It reaches them through its calls alone. */
        Builder service(Service other) {
            others.add(other);
            return this;
        }

        public Simulator start() {
            return new Simulator(this);
        }
    }

    /** All sandboxes. */
    public Sandboxes sandboxes() {
        return sandboxes;
    }

    /** The first sandbox. */
    public Sandbox sandbox() {
        return sandboxes
                .find(Sandboxes.DEFAULT)
                .orElseThrow(() -> new IllegalStateException("the default sandbox was deleted"));
    }

    /**
     * Makes a sandbox with one account.
     *
     * @throws IllegalArgumentException if the name is taken or is not 1 to 63 small letters, digits and hyphens
     */
    public Sandbox create(String name, Seed seed) {
        return create(name, seed, sandboxes.wallClock().now());
    }

    /** Makes a sandbox with one account, whose clock begins at a time and runs from there. */
    public Sandbox create(String name, Seed seed, Instant start) {
        return create(name, seed, start, age);
    }

    /** Makes a sandbox with the defaults of an age. */
    public Sandbox create(String name, Seed seed, Instant start, Age defaults) {
        Sandbox sandbox = sandboxes.create(name, seed, start);
        sandbox.write(tx -> {
            SandboxTraits.set(SetupPower.take(), tx, seed, defaults);
            return true;
        });
        control(sandbox).createAccount(account);
        sandboxes.snapshot(sandbox, BEGINNING);
        return sandbox;
    }

    /** The account that each new sandbox begins with. */
    public String account() {
        return account;
    }

    /** The year whose defaults each new sandbox has. */
    public Age age() {
        return age;
    }

    /** Runs a sandbox from outside: accounts, credentials, events, decisions. */
    public Control control(Sandbox sandbox) {
        return new Control(SetupPower.take(), sandbox, services, gateway.explainer(), gateway.inquiries(), account);
    }

    /**
     * Calls operations by name, without the wire.
     *
     * @param credentials who calls, or null for nobody
     */
    public ApiClient client(Sandbox sandbox, @Nullable Credentials credentials) {
        return new ApiClient(gateway.direct(), sandbox, credentials, "us-east-1", "glasshouse");
    }

    /** What is simulated. */
    public Services services() {
        return services;
    }

    /**
     * Answers a request as AWS would.
     *
     * @param door the sandbox of an in-process client, or null: then the access key names it, else it is the default one
     */
    public HttpResponse handle(HttpRequest request, @Nullable Sandbox door) {
        return gateway.handle(request, door);
    }

    /**
     * Answers what could not be read as a request at all as S3 would.
     *
     * @param error what is wrong with it
     */
    public HttpResponse unread(WireError error) {
        return gateway.unread(error, sandbox());
    }

    @Override
    public void close() {
        sandboxes.close();
    }
}
