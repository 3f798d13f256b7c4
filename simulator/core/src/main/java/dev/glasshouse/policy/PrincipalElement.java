package dev.glasshouse.policy;

import dev.glasshouse.policy.PolicyPrincipal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A compiled Principal or NotPrincipal element. */
final class PrincipalElement {

    /** Everyone: what {@code "*"} and {@code {"AWS": "*"}} say. */
    static final PrincipalElement EVERYONE =
            new PrincipalElement(false, true, List.of(), List.of(), List.of(), List.of(), List.of("*"));

    private final boolean not;
    private final boolean everyone;
    private final List<String> aws;
    private final List<String> services;
    private final List<String> federated;
    private final List<String> canonicalUsers;
    private final List<String> source;

    private PrincipalElement(
            boolean not,
            boolean everyone,
            List<String> aws,
            List<String> services,
            List<String> federated,
            List<String> canonicalUsers,
            List<String> source) {
        this.not = not;
        this.everyone = everyone;
        this.aws = aws;
        this.services = services;
        this.federated = federated;
        this.canonicalUsers = canonicalUsers;
        this.source = source;
    }

    /**
     * Compiles the element from its members.
     *
     * @throws MalformedPolicyException if it names a kind of principal that does not exist, or if a Deny names
     *     principals by a partial wildcard, which AWS does not take and which would deny nobody
     */
    static PrincipalElement compile(Map<String, List<String>> members, boolean not, boolean allow)
            throws MalformedPolicyException {
        List<String> source = new ArrayList<>();
        for (Map.Entry<String, List<String>> member : members.entrySet()) {
            switch (member.getKey()) {
                case "AWS" -> checkWildcards(member.getValue(), allow);
                case "Service", "Federated", "CanonicalUser" -> {}
                default -> throw new MalformedPolicyException("Unknown kind of principal: " + member.getKey());
            }
            for (String value : member.getValue()) {
                source.add(member.getKey() + ":" + value);
            }
        }
        List<String> aws = members.getOrDefault("AWS", List.of());
        return new PrincipalElement(
                not,
                aws.contains("*"),
                aws,
                members.getOrDefault("Service", List.of()),
                members.getOrDefault("Federated", List.of()),
                members.getOrDefault("CanonicalUser", List.of()),
                List.copyOf(source));
    }

    /** The element {@code "*"}. */
    static PrincipalElement everyone(boolean not) {
        return not
                ? new PrincipalElement(true, true, List.of(), List.of(), List.of(), List.of(), List.of("*"))
                : EVERYONE;
    }

    private static void checkWildcards(List<String> values, boolean allow) throws MalformedPolicyException {
        for (String value : values) {
            boolean partial = value.length() > 1 && (value.indexOf('*') >= 0 || value.indexOf('?') >= 0);
            if (partial && !allow) {
                throw new MalformedPolicyException("A principal cannot have a wildcard: " + value);
            }
        }
    }

    boolean not() {
        return not;
    }

    String element() {
        return not ? "NotPrincipal" : "Principal";
    }

    List<String> source() {
        return source;
    }

    boolean namesEveryone() {
        return everyone;
    }

    List<String> aws() {
        return aws;
    }

    List<String> services() {
        return services;
    }

    List<String> federated() {
        return federated;
    }

    List<String> canonicalUsers() {
        return canonicalUsers;
    }

    /** How closely the list names the caller, whatever the element's sense. */
    PrincipalMatch named(PolicyRequest request) {
        PolicyPrincipal caller = request.principal();
        if (everyone) {
            return PrincipalMatch.DIRECT;
        }
        return switch (caller.kind()) {
            case ANONYMOUS -> PrincipalMatch.NONE;
            case SERVICE -> listed(services, caller) ? PrincipalMatch.DIRECT : PrincipalMatch.NONE;
            case IDENTITY_PROVIDER ->
                federates(request) && provided(request) ? PrincipalMatch.DIRECT : PrincipalMatch.NONE;
            case ROOT, USER, ROLE, ROLE_SESSION, FEDERATED_USER -> iam(caller);
        };
    }

    /** How closely the list names a principal of an account, whatever is asked. */
    PolicyDocument.Naming naming(PolicyPrincipal caller) {
        if (everyone) {
            return PolicyDocument.Naming.PERSON;
        }
        return switch (iam(caller)) {
            case NONE -> PolicyDocument.Naming.NOT;
            case ACCOUNT -> PolicyDocument.Naming.ACCOUNT;
            case ROLE, DIRECT -> PolicyDocument.Naming.PERSON;
        };
    }

    /** Providers stand for a caller only where a provider's token is exchanged for a session, and for its tags. */
    private static boolean federates(PolicyRequest request) {
        if (!request.actionService().equals("sts")) {
            return false;
        }
        return switch (request.actionName()) {
            case "assumerolewithwebidentity", "assumerolewithsaml", "tagsession", "setsourceidentity" -> true;
            default -> false;
        };
    }

    /** A provider is listed as it is, or, when only its domain is known, as the OIDC provider of the role's account. */
    private boolean provided(PolicyRequest request) {
        PolicyPrincipal caller = request.principal();
        if (listed(federated, caller)) {
            return true;
        }
        String suffix = ":iam::" + request.resourceAccount() + ":oidc-provider/" + caller.name();
        for (String value : federated) {
            if (value.startsWith("arn:") && value.endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean listed(List<String> values, PolicyPrincipal caller) {
        return values.contains("*") || (caller.arn() != null && values.contains(caller.arn()));
    }

    private PrincipalMatch iam(PolicyPrincipal caller) {
        PrincipalMatch best = PrincipalMatch.NONE;
        for (String value : aws) {
            best = PrincipalMatch.closer(best, iam(caller, value));
        }
        if (best == PrincipalMatch.NONE
                && caller.canonicalUserId() != null
                && canonicalUsers.contains(caller.canonicalUserId())) {
            return PrincipalMatch.ACCOUNT;
        }
        return best;
    }

    private static PrincipalMatch iam(PolicyPrincipal caller, String value) {
        if (namesAccount(caller, value)) {
            return PrincipalMatch.ACCOUNT;
        }
        if (value.equals(caller.roleArn())
                || value.equals(caller.parentUserArn())
                || (caller.roleArn() != null && value.equals(caller.uniqueId()))) {
            return PrincipalMatch.ROLE;
        }
        return value.equals(caller.arn()) || value.equals(caller.uniqueId())
                ? PrincipalMatch.DIRECT
                : PrincipalMatch.NONE;
    }

    private static boolean namesAccount(PolicyPrincipal caller, String value) {
        String account = caller.account();
        if (account == null) {
            return false;
        }
        return value.equals(account)
                || (value.endsWith(":root")
                        && value.equals("arn:" + caller.partition() + ":iam::" + account + ":root"));
    }

    /**
     * Whether a NotPrincipal list exempts the caller. AWS says that the account and, for a session, the role must be
     * listed beside the caller itself, or else services may still deny; which do is not told. We take the strict
     * reading throughout. A caller with a permissions boundary is never exempt.
     */
    boolean exempts(PolicyRequest request, boolean callerHasBoundary) {
        PolicyPrincipal caller = request.principal();
        if (everyone) {
            return true;
        }
        if (!caller.kind().isIam()) {
            return named(request) != PrincipalMatch.NONE;
        }
        if (callerHasBoundary) {
            return false;
        }
        boolean account = false;
        boolean role = caller.kind() != Kind.ROLE_SESSION;
        boolean itself = caller.kind() == Kind.ROOT;
        for (String value : aws) {
            account |= namesAccount(caller, value);
            PrincipalMatch match = iam(caller, value);
            role |= match == PrincipalMatch.ROLE;
            itself |= match == PrincipalMatch.DIRECT || (caller.kind() == Kind.ROLE && match == PrincipalMatch.ROLE);
        }
        return account && role && itself;
    }
}
