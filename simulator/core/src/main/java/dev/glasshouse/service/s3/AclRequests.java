package dev.glasshouse.service.s3;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.s3.AccessControlPolicy;
import dev.glasshouse.api.s3.Grantee;
import dev.glasshouse.call.Age;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.SandboxTraits;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ACLs as requests ask for them: a canned one, grants in headers, or a document. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html">PutBucketAcl</a>.
 */
final class AclRequests {

    static final String HEADER = "x-amz-acl";
    static final String FULL_FOR_BUCKET_OWNER = "bucket-owner-full-control";

    private static final int MOST_GRANTS = 100;
    private static final int CANONICAL_ID_DIGITS = 64;

    // the headers in the order in which their grants stand in the list
    private static final List<Map.Entry<String, String>> GRANT_HEADERS = List.of(
            Map.entry("x-amz-grant-full-control", Acl.FULL_CONTROL),
            Map.entry("x-amz-grant-read", Acl.READ),
            Map.entry("x-amz-grant-write", Acl.WRITE),
            Map.entry("x-amz-grant-read-acp", Acl.READ_ACP),
            Map.entry("x-amz-grant-write-acp", Acl.WRITE_ACP));

    /** Services of AWS that are named by their canonical user ids. */
    private static final Set<String> WELL_KNOWN =
            Set.of(Acl.EXEC_READER, "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0");

    private final Provisioning accounts;

    AclRequests(Provisioning accounts) {
        this.accounts = accounts;
    }

    /** Whether headers ask for an ACL at all. */
    static boolean asks(RequestFacts facts) {
        return facts.header(HEADER) != null || grantsInHeaders(facts);
    }

    private static boolean grantsInHeaders(RequestFacts facts) {
        return GRANT_HEADERS.stream().anyMatch(header -> facts.header(header.getKey()) != null);
    }

    /**
     * The ACL that headers ask for; empty where they do not speak of one.
     *
     * @param owner the owner of what the list is for
     * @param bucketOwner the owner of the bucket that an object lies in, or null for a bucket
     */
    Optional<Acl> ofHeaders(StateReader state, RequestFacts facts, String owner, @Nullable String bucketOwner) {
        String canned = facts.header(HEADER);
        boolean grants = grantsInHeaders(facts);
        if (canned != null && grants) {
            throw S3Errors.invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");
        }
        if (canned != null) {
            return Optional.of(Acl.canned(canned, owner, bucketOwner));
        }
        if (!grants) {
            return Optional.empty();
        }
        List<Acl.Grant> all = new ArrayList<>();
        for (Map.Entry<String, String> header : GRANT_HEADERS) {
            String value = facts.header(header.getKey());
            if (value != null) {
                for (String grantee : value.split(",", -1)) {
                    all.add(new Acl.Grant(inHeader(state, header.getKey(), grantee.strip()), header.getValue()));
                }
            }
        }
        return Optional.of(new Acl(owner, requireFew(all)));
    }

    /**
     * The ACL of an object that is being written; null where it is the bucket's owner's alone.
     *
     * @param operation the operation that writes it
     * @throws ServiceException if the bucket's ownership or Block Public Access does not let it be
     */
    @Nullable
    Acl ofWrite(Call call, BucketRow bucket, String operation, ApiRecord in, String key) {
        RequestFacts facts = RequestFacts.of(operation, in);
        if (Ownership.disablesAcls(bucket) && asks(facts) && !mayBeFull(facts)) {
            throw AclOperations.notSupported();
        }
        String owner = Ownership.ofWriter(call, bucket, facts.header(HEADER));
        Acl acl = ofHeaders(call.state(), facts, owner, bucket.account()).orElse(Acl.ofOwner(owner));
        if (Ownership.disablesAcls(bucket) && asks(facts) && !AclRights.fullForBucketOwner(acl, bucket)) {
            throw AclOperations.notSupported();
        }
        PublicAccess.requireUnblocked(call, bucket, acl, "PutObject", bucket.arn() + "/" + key);
        return acl.equals(Acl.ofOwner(bucket.account())) ? null : acl;
    }

    /** Whether headers can ask for full control of the bucket's owner: by its canned ACL, or by grants of that alone. */
    static boolean mayBeFull(RequestFacts facts) {
        String canned = facts.header(HEADER);
        return canned == null
                ? GRANT_HEADERS.stream()
                        .filter(header -> facts.header(header.getKey()) != null)
                        .allMatch(header -> header.getValue().equals(Acl.FULL_CONTROL))
                : canned.equals(FULL_FOR_BUCKET_OWNER);
    }

    private String inHeader(StateReader state, String header, String text) {
        int equals = text.indexOf('=');
        String kind = equals < 0 ? "" : text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        String bare = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
        return switch (kind) {
            case "id" -> account(state, bare, "id");
            case "uri" -> group(bare, "uri");
            case "emailAddress" -> throw email(state, bare);
            default -> throw S3Errors.invalidArgument("Argument format not recognized", header, text);
        };
    }

    /** The ACL that a document asks for. */
    Acl ofDocument(StateReader state, AccessControlPolicy policy, String owner) {
        if (policy.owner() == null || policy.owner().id() == null || policy.grants() == null) {
            throw malformed();
        }
        String named = policy.owner().id();
        if (!named.equals(SandboxTraits.canonicalId(state, owner))) {
            account(state, named, "CanonicalUser/ID");
            // an owner cannot be changed by naming another one
            throw S3Errors.accessDenied();
        }
        List<Acl.Grant> grants = new ArrayList<>();
        for (dev.glasshouse.api.s3.Grant grant : policy.grants()) {
            if (grant.grantee() == null || grant.permission() == null) {
                throw malformed();
            }
            grants.add(new Acl.Grant(inDocument(state, grant.grantee()), grant.permission()));
        }
        return new Acl(owner, requireFew(grants));
    }

    /**
     * Refuses a grantee of a document that is not an access control list.
     *
     * @throws ServiceException if nobody is it, or it is malformed
     */
    void requireGrantee(StateReader state, Grantee grantee) {
        try {
            inDocument(state, grantee);
        } catch (ServiceException e) {
            throw e.code().equals("MalformedACLError") ? S3Errors.malformedXml() : e;
        }
    }

    private String inDocument(StateReader state, Grantee grantee) {
        return switch (String.valueOf(grantee.type())) {
            case "CanonicalUser" -> account(state, present(grantee.id()), "CanonicalUser/ID");
            case "Group" -> group(present(grantee.uri()), "Group/URI");
            case "AmazonCustomerByEmail" -> throw email(state, present(grantee.emailAddress()));
            default -> throw malformed();
        };
    }

    private static String present(@Nullable String element) {
        if (element == null) {
            throw malformed();
        }
        return element;
    }

    private static List<Acl.Grant> requireFew(List<Acl.Grant> grants) {
        if (grants.size() > MOST_GRANTS) {
            throw S3Errors.of("MalformedACLError", 400, "ACL may have at most " + MOST_GRANTS + " grants");
        }
        return grants;
    }

    static ServiceException malformed() {
        return S3Errors.of(
                "MalformedACLError",
                400,
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    private static String group(String uri, String argument) {
        if (!Acl.GROUPS.contains(uri)) {
            throw S3Errors.invalidArgument("Invalid group uri", argument, uri);
        }
        return uri;
    }

    private String account(StateReader state, String id, String argument) {
        if (WELL_KNOWN.contains(id)) {
            return id;
        }
        return (id.length() == CANONICAL_ID_DIGITS ? named(state, id) : Optional.<String>empty())
                .orElseThrow(() -> S3Errors.invalidArgument("Invalid id", argument, id));
    }

    /** Whether a text is the canonical user id of somebody. */
    boolean isCanonicalId(StateReader state, String text) {
        return WELL_KNOWN.contains(text)
                || text.length() == CANONICAL_ID_DIGITS && named(state, text).isPresent();
    }

    /** The account with a canonical user id. */
    Optional<String> named(StateReader state, String canonicalId) {
        return accounts.accounts(state).stream()
                .filter(account -> SandboxTraits.canonicalId(state, account).equals(canonicalId))
                .findFirst();
    }

    /** E-mail addresses are no grantees since October 2025; before, they had to be those of accounts, which none is here. */
    private static ServiceException email(StateReader state, String address) {
        if (SandboxTraits.of(state).age() == Age.Y2026) {
            return S3Errors.of("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
                    .with("Method", "PUT")
                    .with("ResourceType", "ACL");
        }
        return S3Errors.of(
                        "UnresolvableGrantByEmailAddress",
                        400,
                        "The e-mail address you provided does not match any account on record.")
                .with("emailAddress", address);
    }
}
