package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.CreateServiceSpecificCredentialRequest;
import dev.glasshouse.api.iam.CreateServiceSpecificCredentialResponse;
import dev.glasshouse.api.iam.DeleteServiceSpecificCredentialRequest;
import dev.glasshouse.api.iam.ListServiceSpecificCredentialsRequest;
import dev.glasshouse.api.iam.ListServiceSpecificCredentialsResponse;
import dev.glasshouse.api.iam.ResetServiceSpecificCredentialRequest;
import dev.glasshouse.api.iam.ResetServiceSpecificCredentialResponse;
import dev.glasshouse.api.iam.ServiceSpecificCredential;
import dev.glasshouse.api.iam.ServiceSpecificCredentialMetadata;
import dev.glasshouse.api.iam.UpdateServiceSpecificCredentialRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Credentials for one service: a user name and a password, or an API key. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html">
 * CreateServiceSpecificCredential</a>.
 */
final class ServiceCredentialOperations {

    private static final Set<String> PASSWORDS = Set.of("codecommit.amazonaws.com", "cassandra.amazonaws.com");
    private static final Set<String> API_KEYS = Set.of("bedrock.amazonaws.com", "logs.amazonaws.com");
    private static final int MOST = 2;

    private ServiceCredentialOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateServiceSpecificCredential",
                        ServiceCredentialOperations::planCreate,
                        (in, call) -> create(in, call)),
                read(
                        "ListServiceSpecificCredentials",
                        (ListServiceSpecificCredentialsRequest in, Call call) -> Boolean.TRUE.equals(in.allUsers())
                                ? IamPlans.ask(call, "ListServiceSpecificCredentials", "*")
                                : Subject.plan(call, "ListServiceSpecificCredentials", in.userName()),
                        ServiceCredentialOperations::list),
                change(
                        "UpdateServiceSpecificCredential",
                        (UpdateServiceSpecificCredentialRequest in, Call call) ->
                                Subject.plan(call, "UpdateServiceSpecificCredential", in.userName()),
                        (in, call) -> {
                            String id = in.serviceSpecificCredentialId();
                            put(
                                    call,
                                    id,
                                    require(call, Subject.of(call, in.userName()), id)
                                            .withStatus(SigningCertificateOperations.settable(in.status())));
                        }),
                write(
                        "ResetServiceSpecificCredential",
                        (ResetServiceSpecificCredentialRequest in, Call call) ->
                                Subject.plan(call, "ResetServiceSpecificCredential", in.userName()),
                        ServiceCredentialOperations::reset),
                change(
                        "DeleteServiceSpecificCredential",
                        (DeleteServiceSpecificCredentialRequest in, Call call) ->
                                Subject.plan(call, "DeleteServiceSpecificCredential", in.userName()),
                        (in, call) -> {
                            String id = in.serviceSpecificCredentialId();
                            Subject subject = Subject.of(call, in.userName());
                            require(call, subject, id);
                            call.tx().remove(IamTables.SERVICE_CREDENTIALS, Scope.account(subject.account()), id);
                        }));
    }

    private static AuthorizationPlan planCreate(CreateServiceSpecificCredentialRequest in, Call call) {
        ContextKeys.Builder keys =
                ContextKeys.builder().put("iam:ServiceSpecificCredentialServiceName", in.serviceName());
        if (in.credentialAgeDays() != null) {
            keys.put("iam:ServiceSpecificCredentialAgeDays", Integer.toString(in.credentialAgeDays()));
        }
        return Subject.plan(call, "CreateServiceSpecificCredential", in.userName(), keys.build());
    }

    /** The credentials of a principal by id. */
    static Map<String, ServiceCredentialRow> of(Call call, String owner) {
        Map<String, ServiceCredentialRow> found = new TreeMap<>();
        call.state()
                .rows(IamTables.SERVICE_CREDENTIALS, Scope.account(call.caller().account()))
                .forEach((id, row) -> {
                    if (row.owner().equals(owner)) {
                        found.put(id, row);
                    }
                });
        return found;
    }

    private static ServiceCredentialRow require(Call call, Subject subject, String id) {
        ServiceCredentialRow row = of(call, subject.id()).get(id);
        if (row == null) {
            throw IamErrors.noSuchEntity("No such credential " + id + " exists");
        }
        return row;
    }

    private static void put(WriteCall call, String id, ServiceCredentialRow row) {
        call.tx().put(IamTables.SERVICE_CREDENTIALS, Scope.account(call.caller().account()), id, row);
    }

    private static void requireService(@Nullable String service) {
        if (service != null && !PASSWORDS.contains(service) && !API_KEYS.contains(service)) {
            throw IamErrors.noSuchEntity(
                    "No such service " + service + " is supported for Service Specific Credentials");
        }
    }

    private static CreateServiceSpecificCredentialResponse create(
            CreateServiceSpecificCredentialRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        requireService(in.serviceName());
        boolean apiKey = API_KEYS.contains(in.serviceName());
        if (in.credentialAgeDays() != null && !apiKey) {
            throw IamErrors.validation("CredentialAgeDays is not supported for service " + in.serviceName());
        }
        List<ServiceCredentialRow> own = of(call, subject.id()).values().stream()
                .filter(row -> row.service().equals(in.serviceName()))
                .toList();
        if (own.size() >= MOST) {
            throw IamErrors.quota("ServiceSpecificCredentialsPerUser", MOST);
        }
        Instant expires = in.credentialAgeDays() == null
                ? null
                : IamPlans.now(call).plus(Duration.ofDays(in.credentialAgeDays()));
        ServiceCredentialRow row = new ServiceCredentialRow(
                subject.id(), in.serviceName(), name(subject, own), "Active", IamPlans.now(call), expires, 0);
        String id = call.ids().unique("ACCA", subject.id());
        put(call, id, row);
        return new CreateServiceSpecificCredentialResponse(shown(call, subject, id, row));
    }

    /** The second set of a user has a number in its name. */
    private static String name(Subject subject, List<ServiceCredentialRow> others) {
        String plain = subject.name() + "-at-" + subject.account();
        boolean taken = others.stream().anyMatch(row -> row.name().equals(plain));
        return taken ? subject.name() + "+1-at-" + subject.account() : plain;
    }

    private static ServiceSpecificCredential shown(Call call, Subject subject, String id, ServiceCredentialRow row) {
        boolean apiKey = API_KEYS.contains(row.service());
        String secret = Base64.getEncoder()
                .encodeToString(call.sandbox().keyFor("service credential/" + id + "/" + row.resets()));
        return ServiceSpecificCredential.builder()
                .createDate(row.created())
                .expirationDate(row.expires())
                .serviceName(row.service())
                .serviceUserName(apiKey ? null : row.name())
                .servicePassword(apiKey ? null : secret)
                .serviceCredentialAlias(apiKey ? row.name() : null)
                .serviceCredentialSecret(apiKey ? apiKey(row.name(), secret) : null)
                .serviceSpecificCredentialId(id)
                .userName(subject.name())
                .status(row.statusAt(call.now()))
                .build();
    }

    private static String apiKey(String name, String secret) {
        return "ABSK" + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static ListServiceSpecificCredentialsResponse list(ListServiceSpecificCredentialsRequest in, Call call) {
        requireService(in.serviceName());
        String account = call.caller().account();
        List<Subject> subjects = new ArrayList<>();
        if (Boolean.TRUE.equals(in.allUsers())) {
            call.state()
                    .rows(IamTables.USERS, Scope.account(account))
                    .values()
                    .forEach(user -> subjects.add(new Subject(account, user)));
        } else {
            subjects.add(Subject.of(call, in.userName()));
        }
        List<ServiceSpecificCredentialMetadata> all = new ArrayList<>();
        for (Subject subject : subjects) {
            of(call, subject.id()).forEach((id, row) -> {
                if (in.serviceName() == null || in.serviceName().equals(row.service())) {
                    boolean apiKey = API_KEYS.contains(row.service());
                    all.add(ServiceSpecificCredentialMetadata.builder()
                            .userName(subject.name())
                            .status(row.statusAt(call.now()))
                            .serviceUserName(apiKey ? null : row.name())
                            .serviceCredentialAlias(apiKey ? row.name() : null)
                            .createDate(row.created())
                            .expirationDate(row.expires())
                            .serviceSpecificCredentialId(id)
                            .serviceName(row.service())
                            .build());
                }
            });
        }
        IamPages.Listing<ServiceSpecificCredentialMetadata> page = IamPages.ofList(
                call,
                "ListServiceSpecificCredentials",
                in.userName() + "/" + in.serviceName() + "/" + in.allUsers(),
                in.marker(),
                in.maxItems(),
                all);
        return ListServiceSpecificCredentialsResponse.builder()
                .serviceSpecificCredentials(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static ResetServiceSpecificCredentialResponse reset(
            ResetServiceSpecificCredentialRequest in, WriteCall call) {
        Subject subject = Subject.of(call, in.userName());
        String id = in.serviceSpecificCredentialId();
        ServiceCredentialRow row = require(call, subject, id).reset();
        put(call, id, row);
        return new ResetServiceSpecificCredentialResponse(shown(call, subject, id, row));
    }
}
