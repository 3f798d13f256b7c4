package dev.glasshouse.gateway;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.DueWork;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.SandboxTraits;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.Sessions;
import dev.glasshouse.call.SetupPower;
import dev.glasshouse.call.TestTokens;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.sandbox.TimerHandler;
import dev.glasshouse.sandbox.Transaction;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The services that are simulated, and who implements the ports between them. */
public final class Services implements TimerHandler {

    private final Map<String, Service> byName = new HashMap<>();
    private final Map<String, Map<String, Operation<?, ?>>> operations = new ConcurrentHashMap<>();
    private final Map<String, TimerHandler> timers = new HashMap<>();
    private final Map<String, Due> due = new HashMap<>();
    private volatile @Nullable DueCalls dueCalls;
    private final Identities identities;
    private final Sessions sessions;
    private final Provisioning provisioning;
    private final Organizations organizations;
    private final TestTokens tokens;

    /** A set of services; no two may claim the same name or timer. */
    public Services(
            List<Service> services,
            Identities identities,
            Sessions sessions,
            Provisioning provisioning,
            Organizations organizations,
            TestTokens tokens) {
        this.identities = identities;
        this.sessions = sessions;
        this.provisioning = provisioning;
        this.organizations = organizations;
        this.tokens = tokens;
        for (Service service : services) {
            unclaimed(byName.put(service.name(), service), service.name());
            service.timers().forEach((kind, handler) -> unclaimed(timers.put(kind, handler), kind));
            service.dueWork().forEach((kind, work) -> unclaimed(due.put(kind, new Due(service.name(), work)), kind));
        }
    }

    /** Work that falls due, and whose it is. */
    private record Due(String service, DueWork work) {}

    /** The gateway through which work that falls due calls other services. */
    void attach(DueCalls calls) {
        this.dueCalls = calls;
    }

    private static void unclaimed(Object before, String name) {
        if (before != null) {
            throw new IllegalArgumentException(name + " is claimed twice");
        }
    }

    /** The handler of an operation; empty where it is not simulated. */
    public Optional<Operation<?, ?>> operation(String service, String name) {
        return Optional.ofNullable(operations(service).get(name));
    }

    /** By name. Made when the service is first called: to link the handlers of all services takes a third of a start. */
    private Map<String, Operation<?, ?>> operations(String service) {
        Map<String, Operation<?, ?>> known = operations.get(service);
        if (known != null) {
            return known;
        }
        Service found = byName.get(service);
        return found == null ? Map.of() : operations.computeIfAbsent(service, name -> operations(found));
    }

    private static Map<String, Operation<?, ?>> operations(Service service) {
        Map<String, Operation<?, ?>> operations = new HashMap<>();
        for (Operation<?, ?> operation : service.operations()) {
            unclaimed(operations.put(operation.name(), operation), service.name() + ":" + operation.name());
        }
        return Map.copyOf(operations);
    }

    OperationFacts facts(String service, String name) {
        return operation(service, name).map(Operation::facts).orElse(OperationFacts.DEFAULT);
    }

    /** The plan of an operation with what its service adds. */
    <I extends ApiRecord> AuthorizationPlan plan(Operation<I, ?> operation, I input, RunningCall call) {
        AuthorizationPlan plan = operation.plan(input, call);
        Service service = byName.get(call.request().service().name());
        return service == null ? plan : service.completed(operation.name(), input, call, plan);
    }

    /** A question of an operation that is not simulated, with what its service knows of the resource. */
    AuthorizationRequest guarded(AuthorizationRequest asked, RunningCall call) {
        return guarded(call.request().service().name(), asked, call);
    }

    /** A question about a resource of a service, with what the service knows of it. */
    AuthorizationRequest guarded(String name, AuthorizationRequest asked, RunningCall call) {
        Service service = byName.get(name);
        return service == null ? asked : service.guard(asked, call);
    }

    /** The ARNs of the resources that a service has in an account. */
    List<String> resources(String name, StateReader state, String account) {
        Service service = byName.get(name);
        return service == null ? List.of() : service.resources(state, account);
    }

    /** The names of the services that are simulated. */
    Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** The path labels of a request as its service wants them seen. */
    Map<String, String> labels(Request request, Map<String, String> labels) {
        Service service = byName.get(request.service().name());
        return service == null
                ? labels
                : service.labels(
                        request.http(), labels, request.sandbox().peek().state());
    }

    /** Whether a fault of a request is told only to who may make the call. */
    boolean authorisesBefore(Request request, WireError fault) {
        Service service = byName.get(request.service().name());
        return service != null && service.authorisesBefore(request.operation().name(), fault);
    }

    /** An answer with the header fields that its service adds to it. */
    HttpResponse completed(CallOutcome outcome, HttpResponse response) {
        Service service = byName.get(outcome.request().service().name());
        Map<String, String> more =
                service == null ? Map.of() : service.headers(outcome.call(), outcome.input(), outcome.error());
        return with(more, response);
    }

    /** The same for a request that was refused before it became a call. */
    HttpResponse refused(String name, HttpRequest http, Sandbox sandbox, HttpResponse response) {
        Service service = byName.get(name);
        return service == null
                ? response
                : with(service.headers(http, sandbox.read().state()), response);
    }

    private static HttpResponse with(Map<String, String> more, HttpResponse response) {
        if (more.isEmpty()) {
            return response;
        }
        HttpHeaders.Builder headers = response.headers().toBuilder();
        more.forEach(headers::set);
        return new HttpResponse(response.status(), headers.build(), response.body());
    }

    Optional<HttpResponse> preflight(String name, HttpRequest http, Sandbox sandbox) {
        Service service = byName.get(name);
        return service == null
                ? Optional.empty()
                : service.preflight(http, sandbox.read().state());
    }

    /** Takes over a resource's policy, see {@link Service#take}. */
    public Optional<List<String>> take(SetupPower power, Transaction tx, String account, String arn, String document) {
        Service service = byName.get(arn.split(":", 6)[2]);
        return service == null ? Optional.empty() : service.take(power, tx, account, arn, document);
    }

    TrailShape trail(String service) {
        Service found = byName.get(service);
        return found == null ? TrailShape.OF_MODEL : found.trail();
    }

    /** Every kind of row that a sandbox can hold. */
    public List<Table<?, ?>> tables() {
        List<Table<?, ?>> tables = new ArrayList<>(List.of(Timer.TABLE, Vantages.TABLE, SandboxTraits.TABLE));
        byName.values().forEach(service -> tables.addAll(service.tables()));
        return tables;
    }

    /** The names of the simulated operations by service, both sorted. */
    public List<String> operationNames() {
        return byName.keySet().stream()
                .flatMap(service -> operations(service).keySet().stream().map(name -> service + ":" + name))
                .sorted()
                .toList();
    }

    /** The service that implements a port; empty where none does. */
    public <T> Optional<T> port(Class<T> type) {
        return byName.values().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    public Identities identities() {
        return identities;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Provisioning provisioning() {
        return provisioning;
    }

    public Organizations organizations() {
        return organizations;
    }

    public TestTokens tokens() {
        return tokens;
    }

    @Override
    public void run(Sandbox sandbox, Transaction tx, Timer timer) {
        Due called = due.get(timer.kind());
        DueCalls calls = dueCalls;
        if (called != null && calls != null) {
            called.work().run(calls.call(called.service(), sandbox, tx, timer), timer);
            return;
        }
        TimerHandler handler = timers.get(timer.kind());
        if (handler == null) {
            throw new IllegalStateException("no service has timers of the kind " + timer.kind());
        }
        handler.run(sandbox, tx, timer);
    }
}
