package dev.glasshouse.gateway;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Outlook;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.sandbox.AccessKeyIds;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Snapshot;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Many questions about one moment of a sandbox: each is the question that a call would put, with all policies that bear on it,
 * and is answered for whatever a call decides, see {@link Outlook}. Used by one thread.
 */
public final class Survey {

    /** The account id of somebody whose account is not in the sandbox, and may be any. */
    public static final String ELSEWHERE = "000000000000";

    /** The name of somebody of an account that is not in the sandbox, who may be any of its principals. */
    public static final String ANYBODY = "anybody";

    /** How often the engine is asked in all before outlooks leave their conditions untold: some ten seconds. */
    private static final long MOST_DECISIONS = 5_000_000;

    private final Inquiries inquiries;
    private final Sandbox sandbox;
    private final Snapshot snapshot;
    private final String account;
    private final Set<String> known;
    private final Map<String, String> regions = new HashMap<>();
    private @Nullable Request last;
    private final Outlook.Budget budget = new Outlook.Budget(MOST_DECISIONS);
    private long questions;

    Survey(Inquiries inquiries, Sandbox sandbox, String account) {
        this.inquiries = inquiries;
        this.sandbox = sandbox;
        this.snapshot = sandbox.read();
        this.account = account;
        this.known = Set.copyOf(inquiries.services().provisioning().accounts(snapshot.state()));
    }

    /**
     * Somebody who may ask.
     *
     * @param caller as a caller
     * @param principal as policies see it
     * @param grants the policies that it has
     */
    public record Actor(Caller caller, PolicyPrincipal principal, Identities.Grants grants) {

        /** The same with other policies. */
        public Actor with(Identities.Grants others) {
            return new Actor(caller, principal, others);
        }

        /** The ARN of the principal that has the permissions; the name of one that has no ARN. */
        public String arn() {
            String arn = caller.principalArn();
            return arn.isEmpty() ? caller.principalId() : arn;
        }
    }

    /**
     * An answer.
     *
     * @param outlook for which calls it is allowed
     * @param now whether a plain call would be allowed, from where the principal is seen to call
     * @param remark what to know beside it, or null
     */
    public record Answer(
            Outlook outlook, boolean now, @Nullable String remark) {}

    public StateReader state() {
        return snapshot.state();
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** Whether an operation is simulated, such as {@code iam:CreateUser}. */
    public boolean simulates(String operation) {
        int colon = operation.indexOf(':');
        return inquiries
                .services()
                .operation(operation.substring(0, colon), operation.substring(colon + 1))
                .isPresent();
    }

    /** How many questions were put so far. */
    public long questions() {
        return questions;
    }

    public Identities identities() {
        return inquiries.services().identities();
    }

    /** How an account stands in its organization. */
    public Optional<Organizations.Standing> standing(String id) {
        return inquiries.services().organizations().standing(state(), id);
    }

    /** The accounts whose principals are alive. */
    public List<String> accounts() {
        return inquiries.services().provisioning().accounts(state()).stream()
                .filter(id -> !inquiries.services().organizations().isClosed(state(), id))
                .toList();
    }

    /** The ARNs of the resources of a service in an account. */
    public List<String> resources(String service, String id) {
        return inquiries.services().resources(service, state(), id);
    }

    /** The names of the services that tell of their resources. */
    public List<String> services() {
        return inquiries.services().names().stream().sorted().toList();
    }

    /**
     * A principal, see {@link Inquiries#ask}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Actor actor(String text) {
        return actor(inquiries.principals().find(state(), snapshot.now(), text, account));
    }

    /** A caller as policies see it. */
    public static PolicyPrincipal principal(Caller caller) {
        return Authorizer.principal(caller);
    }

    /** A caller with the policies that it has. */
    public Actor actor(Caller caller) {
        return new Actor(caller, Authorizer.principal(caller), identities().grants(state(), caller));
    }

    /**
     * Who holds an access key of the sandbox, a session's own limits with it.
     *
     * @throws IllegalArgumentException if it is no living key of this sandbox
     */
    public Actor holder(String accessKeyId) {
        Caller caller = AccessKeyIds.decode(accessKeyId)
                .filter(parts -> parts.tag() == sandbox.tag())
                .flatMap(parts -> parts.prefix().equals("AKIA")
                        ? identities()
                                .key(state(), parts.handle())
                                .filter(Identities.Key::active)
                                .map(key -> key.owner() == null
                                        ? Caller.root(key.account(), accessKeyId, Vantage.DEFAULT)
                                        : Principals.user(key.owner(), accessKeyId))
                        : inquiries.services().sessions().session(state(), parts.handle(), accessKeyId))
                .orElseThrow(() ->
                        new IllegalArgumentException("no living access key of this sandbox: '" + accessKeyId + "'"));
        if (caller.session() != null
                && !snapshot.now().isBefore(caller.session().expires())) {
            throw new IllegalArgumentException("the credentials " + accessKeyId + " have ended");
        }
        return actor(Vantages.place(state(), caller));
    }

    /** All users, roles and root users, by account. */
    public List<Actor> actors() {
        List<Actor> actors = new ArrayList<>();
        for (String id : accounts()) {
            actors.add(actor(Vantages.place(state(), Caller.root(id, null, Vantage.DEFAULT))));
            identities().entities(state(), id).forEach(entity -> actors.add(actor(entity)));
        }
        return actors;
    }

    private Actor actor(Identities.Entity entity) {
        boolean role = entity.arn().contains(":role/");
        Caller caller = role ? Principals.role(entity, snapshot.now()) : Principals.user(entity, null);
        return actor(Vantages.place(state(), caller));
    }

    /**
     * What is asked about: an action on a resource.
     *
     * @param action such as {@code s3:GetObject}
     * @param resource its ARN, or {@code *} for an action without a resource type
     * @param context condition keys that every request has
     * @param policy the policy that the resource is supposed to have; null for the one that it has
     */
    public record Matter(
            String action,
            String resource,
            ContextKeys context,
            @Nullable Policy policy) {

        /** A matter without keys of its own. */
        public static Matter of(String action, String resource) {
            return new Matter(action, resource, ContextKeys.EMPTY, null);
        }

        /** The same with keys that every request has. */
        public Matter with(ContextKeys keys) {
            return new Matter(action, resource, keys, policy);
        }

        /** The same where the resource is supposed to have another policy. */
        public Matter under(Policy supposed) {
            return new Matter(action, resource, context, supposed);
        }

        /** The service's prefix, in small letters. */
        public String service() {
            return action.substring(0, action.indexOf(':')).toLowerCase(Locale.ROOT);
        }

        /** The action's name without prefix, in small letters. */
        public String name() {
            return action.substring(action.indexOf(':') + 1).toLowerCase(Locale.ROOT);
        }

        /**
         * It, where action and resource are written as such.
         *
         * @throws IllegalArgumentException if they are not
         */
        public Matter checked() {
            Inquiries.check(action, resource);
            return this;
        }
    }

    /** The policy of a resource, as somebody's question about it would have it; empty where it has none. */
    public Optional<Policy> resourcePolicy(Matter matter, Actor actor) {
        return Optional.ofNullable(
                guarded(matter, actor.caller(), matter.resource().split(":", 6))
                        .asked()
                        .resourcePolicy());
    }

    /**
     * What bears on a question.
     *
     * @param documents all policies, of the caller, of the resource and of organizations
     * @param keys the condition keys that a plain call has
     */
    public record Bearing(List<PolicyDocument> documents, ContextKeys keys) {
        public Bearing {
            documents = List.copyOf(documents);
        }
    }

    /** The policies that bear on a question. */
    public Bearing bearing(Actor actor, Matter matter) {
        List<PolicyDocument> documents = new ArrayList<>();
        ContextKeys keys = ContextKeys.EMPTY;
        for (Authorizer.Posed each : posed(actor, matter).questions()) {
            each.policies().all().forEach(policy -> documents.add(policy.document()));
            keys = keys.with(each.question().keys());
        }
        return new Bearing(documents, keys);
    }

    /** Whether something beside the resource's policy may allow, such as an ACL or a grant. */
    public boolean allowedBeside(Matter matter, Actor actor) {
        return guarded(matter, actor.caller(), matter.resource().split(":", 6))
                        .asked()
                        .alsoAllowedBy()
                != null;
    }

    /** Asks. */
    public Answer ask(Actor actor, Matter matter) {
        Posed posed = posed(actor, matter);
        Outlook outlook = outlook(posed, true);
        boolean now = outlook.chance() == Outlook.Chance.ALWAYS
                || outlook.possible()
                        && posed.questions().stream()
                                .allMatch(each -> PolicyEngine.decide(each.question(), each.policies())
                                        .isAllowed());
        return new Answer(outlook, now, posed.guarded().remark());
    }

    /** Asks for the outlook alone. */
    public Outlook outlook(Actor actor, Matter matter) {
        return outlook(posed(actor, matter), true);
    }

    /** The outlook by the account's own policies, whatever its organization denies to all of the account. */
    public Outlook withinAccount(Actor actor, Matter matter) {
        return outlook(posed(actor, matter), false);
    }

    /** The questions that a call would put: more than one where an access point leads to a bucket. */
    private record Posed(Inquiries.Guarded guarded, List<Authorizer.Posed> questions, OpenKeys open) {}

    private Posed posed(Actor actor, Matter matter) {
        questions++;
        Caller caller = actor.caller();
        String[] fields = matter.resource().split(":", 6);
        Inquiries.Guarded guarded = guarded(matter, caller, fields);
        Request request = request(caller, guarded.region());
        AuthorizationRequest asked = guarded.asked();
        if (!matter.context().entries().isEmpty()) {
            asked = asked.withKeys(asked.keys().with(matter.context()));
        }
        if (matter.policy() != null) {
            asked = asked.withResourcePolicy(matter.policy());
        }
        OpenKeys open = new OpenKeys(caller, knowledge(caller), matter, asked, fields, guarded.known());
        List<Authorizer.Posed> all = new ArrayList<>(1);
        for (AuthorizationRequest each = asked; each != null; each = each.alsoAsked()) {
            all.add(inquiries
                    .authorizer()
                    .pose(request, state(), snapshot.now(), actor.principal(), actor.grants(), each));
        }
        return new Posed(guarded, all, open);
    }

    private Outlook outlook(Posed posed, boolean organization) {
        Outlook outlook = Outlook.ALWAYS;
        for (Authorizer.Posed each : posed.questions()) {
            PolicySet policies =
                    organization ? each.policies() : each.policies().withoutOrganization();
            outlook = outlook.and(Outlook.of(each.question(), policies, posed.open(), budget));
        }
        return outlook;
    }

    // the same caller asks many times on end
    @SuppressWarnings("ReferenceEquality")
    private Request request(Caller caller, String region) {
        Request request = last;
        if (request == null || request.caller() != caller || !request.region().equals(region)) {
            request = Inquiries.request(sandbox, snapshot, caller, region);
            last = request;
        }
        return request;
    }

    private OpenKeys.Knowledge knowledge(Caller caller) {
        if (caller.account().isEmpty() || known.contains(caller.account())) {
            return OpenKeys.Knowledge.WHOLE;
        }
        if (caller.account().equals(ELSEWHERE)) {
            return OpenKeys.Knowledge.NONE;
        }
        return caller.name().equals(ANYBODY) ? OpenKeys.Knowledge.ACCOUNT : OpenKeys.Knowledge.PERSON;
    }

    private Inquiries.Guarded guarded(Matter matter, Caller caller, String[] fields) {
        String owner = fields.length == 6 && !fields[4].isEmpty() ? fields[4] : caller.account();
        AuthorizationRequest bare = AuthorizationRequest.of(
                        matter.action(), matter.resource(), owner.isEmpty() ? account : owner)
                .withKeys(matter.context());
        String region = fields.length == 6 && !fields[3].isEmpty() ? fields[3] : Regions.DEFAULT;
        // a bucket's Region is found once
        region = regions.getOrDefault(matter.resource(), region);
        Request request = request(caller, region);
        Inquiries.Guarded guarded = inquiries.guarded(matter.service(), bare, request, snapshot);
        if (!guarded.region().equals(region)) {
            regions.put(matter.resource(), guarded.region());
        }
        return guarded;
    }
}
