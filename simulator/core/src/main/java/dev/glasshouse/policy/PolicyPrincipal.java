package dev.glasshouse.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A caller, as policies see it.
 *
 * @param kind what it is
 * @param arn its ARN, its service name or its identity provider; null for an anonymous caller
 * @param partition its partition, or null when it has none
 * @param account the id of its account, or null when it has none
 * @param name the user, role or federated-user name; for services and providers the whole name
 * @param roleArn for a role and its sessions the role's ARN, with its path when that is known; otherwise null
 * @param parentUserArn for a federated user the ARN of the user who made the session, if known; otherwise null
 * @param uniqueId the AIDA or AROA id of the user or role, if known
 * @param canonicalUserId the S3 canonical user id of the caller's account, if known
 */
public record PolicyPrincipal(
        Kind kind,
        @Nullable String arn,
        @Nullable String partition,
        @Nullable String account,
        String name,
        @Nullable String roleArn,
        @Nullable String parentUserArn,
        @Nullable String uniqueId,
        @Nullable String canonicalUserId) {

    private static final Recent<PolicyPrincipal> LATELY = new Recent<>(PolicyPrincipal::read);
    // without a lock, as in Recent: the call log keeps thousands, which then share theirs
    private static final @Nullable PolicyPrincipal[] IDENTIFIED = new PolicyPrincipal[256];
    private static final String SERVICE_LINKED_PATH = ":role/aws-service-role/";

    /** What a caller can be. */
    public enum Kind {
        /** Unsigned. */
        ANONYMOUS,
        /** The root user of an account. */
        ROOT,
        /** An IAM user. */
        USER,
        /** A role itself, spoken of without a session. */
        ROLE,
        /** A session of a role. */
        ROLE_SESSION,
        /** A session made with GetFederationToken. */
        FEDERATED_USER,
        /** An AWS service calling for itself. */
        SERVICE,
        /** A user known to a web identity or SAML provider only. */
        IDENTITY_PROVIDER;

        /** Whether it belongs to an account and so has policies of its own. */
        public boolean isIam() {
            return switch (this) {
                case ROOT, USER, ROLE, ROLE_SESSION, FEDERATED_USER -> true;
                case ANONYMOUS, SERVICE, IDENTITY_PROVIDER -> false;
            };
        }
    }

    /** A caller without credentials. */
    public static PolicyPrincipal anonymous() {
        return new PolicyPrincipal(Kind.ANONYMOUS, null, null, null, "anonymous", null, null, null, null);
    }

    /** An AWS service such as {@code lambda.amazonaws.com}. */
    public static PolicyPrincipal service(String serviceName) {
        return new PolicyPrincipal(Kind.SERVICE, serviceName, null, null, serviceName, null, null, null, null);
    }

    /** A provider: a domain such as {@code accounts.google.com}, or the ARN of an OIDC or SAML provider. */
    public static PolicyPrincipal identityProvider(String provider) {
        return new PolicyPrincipal(Kind.IDENTITY_PROVIDER, provider, null, null, provider, null, null, null, null);
    }

    /**
     * Reads an ARN of a user, role, role session, federated user, root user or provider, a service name, or a
     * provider's domain.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static PolicyPrincipal parse(String text) {
        return LATELY.of(text);
    }

    /** A user or the root user with its unique id; the one that came last is kept for the next call of the same. */
    public static PolicyPrincipal identified(String arn, String uniqueId) {
        int place = arn.hashCode() * 0x9E3779B9 >>> 24;
        PolicyPrincipal known = IDENTIFIED[place];
        if (known != null && arn.equals(known.arn) && uniqueId.equals(known.uniqueId)) {
            return known;
        }
        PolicyPrincipal fresh = parse(arn).withUniqueId(uniqueId);
        IDENTIFIED[place] = fresh;
        return fresh;
    }

    private static PolicyPrincipal read(String text) {
        if (!text.startsWith("arn:")) {
            return parseName(text);
        }
        String[] fields = text.split(":", 6);
        if (fields.length < 6 || fields[1].isEmpty() || fields[4].isEmpty()) {
            throw new IllegalArgumentException("Not the ARN of a principal: " + text);
        }
        String resource = fields[5];
        int slash = resource.indexOf('/');
        String type = slash < 0 ? resource : resource.substring(0, slash);
        String rest = slash < 0 ? "" : resource.substring(slash + 1);
        String prefix = fields[2] + "/" + type;
        return switch (prefix) {
            case "iam/root" -> of(Kind.ROOT, text, fields, "root", null);
            case "iam/user" -> of(Kind.USER, text, fields, lastName(rest, text), null);
            case "iam/role" -> of(Kind.ROLE, text, fields, lastName(rest, text), text);
            case "sts/assumed-role" -> session(text, fields, rest);
            case "sts/federated-user" -> of(Kind.FEDERATED_USER, text, fields, lastName(rest, text), null);
            case "iam/oidc-provider", "iam/saml-provider" -> identityProvider(text);
            default -> throw new IllegalArgumentException("Not the ARN of a principal: " + text);
        };
    }

    private static PolicyPrincipal parseName(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!isDomain(name)) {
            throw new IllegalArgumentException("Not a principal: " + text);
        }
        boolean service = (name.endsWith(".amazonaws.com") || name.endsWith(".amazonaws.com.cn"))
                && !name.startsWith("cognito-identity.");
        return service ? service(text) : identityProvider(text);
    }

    private static boolean isDomain(String name) {
        if (name.isEmpty() || name.indexOf('.') <= 0 || name.endsWith(".")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-._/:".indexOf(c) >= 0;
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is the id of an account: twelve digits. */
    public static boolean isAccount(String text) {
        if (text.length() != 12) {
            return false;
        }
        for (int i = 0; i < 12; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static PolicyPrincipal session(String text, String[] fields, String rest) {
        int slash = rest.indexOf('/');
        if (slash <= 0 || slash == rest.length() - 1 || rest.indexOf('/', slash + 1) >= 0) {
            throw new IllegalArgumentException("Not the ARN of a role session: " + text);
        }
        String role = rest.substring(0, slash);
        String roleArn = "arn:" + fields[1] + ":iam::" + fields[4] + ":role/" + role;
        return of(Kind.ROLE_SESSION, text, fields, role, roleArn);
    }

    private static PolicyPrincipal of(Kind kind, String arn, String[] fields, String name, @Nullable String roleArn) {
        return new PolicyPrincipal(kind, arn, fields[1], fields[4], name, roleArn, null, null, null);
    }

    private static String lastName(String rest, String arn) {
        String name = rest.substring(rest.lastIndexOf('/') + 1);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Not the ARN of a principal: " + arn);
        }
        return name;
    }

    /** This role or role session with the path of its role, such as {@code /service-role/}. */
    public PolicyPrincipal withRolePath(String path) {
        if (roleArn == null || partition == null || account == null) {
            return this;
        }
        String inner = path.startsWith("/") ? path.substring(1) : path;
        String full = inner.isEmpty() || inner.endsWith("/") ? inner : inner + "/";
        return withRoleArn("arn:" + partition + ":iam::" + account + ":role/" + full + name);
    }

    /** This role session with the full ARN of its role. */
    public PolicyPrincipal withRoleArn(String role) {
        return new PolicyPrincipal(kind, arn, partition, account, name, role, parentUserArn, uniqueId, canonicalUserId);
    }

    /** This federated user with the ARN of the user who made the session. */
    public PolicyPrincipal withParentUserArn(String parent) {
        return new PolicyPrincipal(kind, arn, partition, account, name, roleArn, parent, uniqueId, canonicalUserId);
    }

    /** This user or role session with the unique id of the user or role. */
    public PolicyPrincipal withUniqueId(String id) {
        return new PolicyPrincipal(kind, arn, partition, account, name, roleArn, parentUserArn, id, canonicalUserId);
    }

    /** This caller with the S3 canonical user id of its account. */
    public PolicyPrincipal withCanonicalUserId(String id) {
        return new PolicyPrincipal(kind, arn, partition, account, name, roleArn, parentUserArn, uniqueId, id);
    }

    /** Whether it is a service-linked role or a session of one: control policies do not bind those. */
    public boolean isServiceLinkedRole() {
        return roleArn != null && roleArn.contains(SERVICE_LINKED_PATH);
    }
}
