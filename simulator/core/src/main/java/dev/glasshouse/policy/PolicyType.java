package dev.glasshouse.policy;

/** Where a policy document is attached, which decides the elements that it may have. */
public enum PolicyType {
    /** Attached to a user, group or role. */
    IDENTITY(Element.FORBIDDEN, Element.REQUIRED),
    /** Attached to a resource such as a bucket or a queue; without a Resource element it speaks of that resource. */
    RESOURCE(Element.REQUIRED, Element.OPTIONAL),
    /** Says who may assume a role. */
    TRUST(Element.REQUIRED, Element.FORBIDDEN),
    /** Says who may use a KMS key. */
    KEY(Element.REQUIRED, Element.OPTIONAL),
    /** A service control policy. */
    SCP(Element.FORBIDDEN, Element.REQUIRED),
    /** A resource control policy; without a Principal it speaks of everyone, which only denies more. */
    RCP(Element.OPTIONAL, Element.OPTIONAL),
    /** A permissions boundary. */
    BOUNDARY(Element.FORBIDDEN, Element.REQUIRED),
    /** A session policy passed when temporary credentials are made. */
    SESSION(Element.FORBIDDEN, Element.REQUIRED),
    /** A VPC endpoint policy; without a Principal it speaks of everyone. */
    VPC_ENDPOINT(Element.OPTIONAL, Element.OPTIONAL);

    /** Whether an element must, may or must not stand in a statement. */
    enum Element {
        REQUIRED,
        OPTIONAL,
        FORBIDDEN
    }

    private final Element principal;
    private final Element resource;

    PolicyType(Element principal, Element resource) {
        this.principal = principal;
        this.resource = resource;
    }

    Element principal() {
        return principal;
    }

    Element resource() {
        return resource;
    }

    /** Whether short ARNs in Resource are completed with {@code *} fields, as in policies attached to identities. */
    boolean completesShortArns() {
        return principal == Element.FORBIDDEN;
    }
}
