package dev.glasshouse.service.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access control list with the owner of what it stands on. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html">Access control list (ACL) overview</a>.
 *
 * @param owner the account that owns the bucket or object; an empty text where somebody without credentials wrote it
 * @param grants who may do what, in their order
 */
record Acl(String owner, List<Grant> grants) {

    static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
    static final String AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    static final String LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";
    static final Set<String> GROUPS = Set.of(ALL_USERS, AUTHENTICATED_USERS, LOG_DELIVERY);

    static final String FULL_CONTROL = "FULL_CONTROL";
    static final String READ = "READ";
    static final String WRITE = "WRITE";
    static final String READ_ACP = "READ_ACP";
    static final String WRITE_ACP = "WRITE_ACP";

    /** Whom {@code aws-exec-read} lets read: the service that starts instances from images in S3. */
    static final String EXEC_READER = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

    /**
     * A grant.
     *
     * @param grantee an account's id, the URI of a group, or the canonical user id of somebody outside the sandbox
     * @param permission one of the five permissions
     */
    record Grant(String grantee, String permission) {

        boolean isGroup() {
            return grantee.startsWith("http://");
        }

        boolean isAccount() {
            return grantee.length() == 12;
        }

        boolean isPublic() {
            return grantee.equals(ALL_USERS) || grantee.equals(AUTHENTICATED_USERS);
        }

        boolean gives(String wanted) {
            return permission.equals(wanted) || permission.equals(FULL_CONTROL);
        }
    }

    Acl {
        grants = List.copyOf(grants);
    }

    /** The list of what has none: its owner may do everything. */
    static Acl ofOwner(String owner) {
        return new Acl(owner, List.of(new Grant(owner, FULL_CONTROL)));
    }

    /**
     * What a canned ACL stands for; one that has no meaning on a bucket is as {@code private} there, as S3 has it.
     *
     * @param name a canned ACL's name
     * @param bucketOwner the owner of the bucket that the object lies in, or null for a bucket
     */
    static Acl canned(String name, String owner, @Nullable String bucketOwner) {
        List<Grant> grants = new ArrayList<>(ofOwner(owner).grants());
        switch (name) {
            case "public-read" -> grants.add(new Grant(ALL_USERS, READ));
            case "public-read-write" -> {
                grants.add(new Grant(ALL_USERS, READ));
                grants.add(new Grant(ALL_USERS, WRITE));
            }
            case "authenticated-read" -> grants.add(new Grant(AUTHENTICATED_USERS, READ));
            case "aws-exec-read" -> grants.add(new Grant(EXEC_READER, READ));
            case "log-delivery-write" -> {
                grants.add(new Grant(LOG_DELIVERY, WRITE));
                grants.add(new Grant(LOG_DELIVERY, READ_ACP));
            }
            case "bucket-owner-read" -> {
                if (bucketOwner != null && !bucketOwner.equals(owner)) {
                    grants.add(new Grant(bucketOwner, READ));
                }
            }
            case "bucket-owner-full-control" -> {
                if (bucketOwner != null && !bucketOwner.equals(owner)) {
                    grants.add(new Grant(bucketOwner, FULL_CONTROL));
                }
            }
            default -> {
                // private: the owner alone
            }
        }
        return new Acl(owner, grants);
    }

    /** Whether Block Public Access calls it public: it grants something to everyone or to everyone with an account. */
    boolean isPublic() {
        return grants.stream().anyMatch(Grant::isPublic);
    }

    /** This list without what makes it public. */
    Acl withoutPublic() {
        return isPublic()
                ? new Acl(
                        owner,
                        grants.stream().filter(grant -> !grant.isPublic()).toList())
                : this;
    }

    /** Whether it gives a permission to a group that a caller belongs to. */
    boolean givesToGroup(String permission, boolean anonymous) {
        return grants.stream()
                .anyMatch(grant -> grant.gives(permission)
                        && (grant.grantee().equals(ALL_USERS)
                                || !anonymous && grant.grantee().equals(AUTHENTICATED_USERS)));
    }

    /** Whether it gives a permission to an account by its name. */
    boolean givesToAccount(String permission, String account) {
        return grants.stream()
                .anyMatch(grant -> grant.gives(permission) && grant.grantee().equals(account));
    }

    /** Whether it gives a permission to a service of AWS: that of server access logs writes as a group of its own. */
    boolean givesToService(String permission, String service) {
        return service.equals("logging.s3.amazonaws.com")
                && grants.stream()
                        .anyMatch(grant ->
                                grant.gives(permission) && grant.grantee().equals(LOG_DELIVERY));
    }

    /** Whether it gives to nobody but its owner, who may do everything. */
    boolean isPrivate() {
        return equals(ofOwner(owner));
    }
}
