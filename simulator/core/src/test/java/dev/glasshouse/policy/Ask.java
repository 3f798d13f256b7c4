package dev.glasshouse.policy;

import dev.glasshouse.policy.cases.AuthorizationCase;
import dev.glasshouse.policy.cases.CaseFormat;
import dev.glasshouse.policy.cases.CaseFormatException;
import java.util.ArrayList;
import java.util.List;

/** Puts an authorisation case together for tests; JSON is written with single quotes. */
final class Ask {

    static final String ALICE = "arn:aws:iam::111111111111:user/alice";
    static final String ROLE = "arn:aws:iam::111111111111:role/r";
    static final String SESSION = "arn:aws:sts::111111111111:assumed-role/r/s";
    static final String FEDERATED = "arn:aws:sts::111111111111:federated-user/alice";
    static final String ROOT = "arn:aws:iam::111111111111:root";
    static final String OBJECT = "arn:aws:s3:::b/k";
    static final String KEY = "arn:aws:kms:us-east-1:111111111111:key/1";
    static final String TRUSTING = "arn:aws:iam::111111111111:role/r2";
    static final String ALLOW_ALL = allow("*", "*");
    static final String DENY_ALL = deny("*", "*");

    private final String principal;
    private final String action;
    private final String arn;
    private String account = "111111111111";
    private String extra = "";
    private final List<String> context = new ArrayList<>();
    private final List<String> identity = new ArrayList<>();
    private final List<String> session = new ArrayList<>();
    private final List<String> boundary = new ArrayList<>();
    private final List<String> scp = new ArrayList<>();
    private final List<String> rcp = new ArrayList<>();
    private final List<String> vpcEndpoint = new ArrayList<>();
    private String resource = "null";

    private Ask(String principal, String action, String arn) {
        this.principal = principal;
        this.action = action;
        this.arn = arn;
    }

    static Ask may(String principal, String action, String arn) {
        return new Ask(principal, action, arn);
    }

    /** Alice asks for an object in her own account. */
    static Ask alice() {
        return may(ALICE, "s3:GetObject", OBJECT);
    }

    /** Alice with one identity-based Allow of everything under a condition. */
    static Ask aliceIf(String condition) {
        return alice().identity(statement("'Effect':'Allow','Action':'*','Resource':'*','Condition':" + condition));
    }

    static Ask anonymous(String action, String arn) {
        return new Ask("", action, arn);
    }

    static String statement(String body) {
        return "{'Version':'2012-10-17','Statement':[{" + body + "}]}";
    }

    static String allow(String action, String arn) {
        return statement("'Effect':'Allow','Action':'" + action + "','Resource':'" + arn + "'");
    }

    static String deny(String action, String arn) {
        return statement("'Effect':'Deny','Action':'" + action + "','Resource':'" + arn + "'");
    }

    /** A resource policy's Allow of everything for a principal, such as {@code {'AWS':'..'}}. */
    static String grant(String principal) {
        return statement("'Effect':'Allow','Action':'*','Principal':" + principal);
    }

    Ask ownedBy(String owner) {
        account = owner;
        return this;
    }

    Ask key(String name, String value) {
        context.add("'" + name + "':'" + value + "'");
        return this;
    }

    Ask keys(String name, String... values) {
        context.add("'" + name + "':[" + (values.length == 0 ? "" : "'" + String.join("','", values) + "'") + "]");
        return this;
    }

    Ask wildcardOnly() {
        extra += ",'wildcardOnlyAction':true";
        return this;
    }

    Ask rolePath(String path) {
        extra += ",'principalRolePath':'" + path + "'";
        return this;
    }

    Ask publicAccessRestricted() {
        extra += ",'publicAccessRestricted':true";
        return this;
    }

    Ask identity(String policy) {
        identity.add(policy);
        return this;
    }

    Ask session(String policy) {
        session.add(policy);
        return this;
    }

    Ask boundary(String policy) {
        boundary.add(policy);
        return this;
    }

    Ask scpLevel(String... policies) {
        scp.add("{'level':'l" + scp.size() + "','policies':[" + String.join(",", policies) + "]}");
        return this;
    }

    Ask rcpLevel(String... policies) {
        rcp.add("{'level':'l" + rcp.size() + "','policies':[" + String.join(",", policies) + "]}");
        return this;
    }

    Ask vpcEndpoint(String policy) {
        vpcEndpoint.add(policy);
        return this;
    }

    Ask resource(String policy) {
        resource = policy;
        return this;
    }

    AuthorizationCase build() {
        String who = principal.isEmpty() ? "{'type':'Anonymous'}" : "'" + principal + "'";
        String json = "{'request':{'principal':" + who + ",'action':'" + action + "','resource':{'arn':'" + arn
                + "','account':'" + account + "'},'context':{" + String.join(",", context) + "}" + extra
                + "},'policies':{'identity':" + list(identity) + ",'session':" + list(session) + ",'boundary':"
                + list(boundary) + ",'scp':" + list(scp) + ",'rcp':" + list(rcp) + ",'resource':" + resource
                + ",'vpcEndpoint':" + list(vpcEndpoint) + "}}";
        try {
            return CaseFormat.parse(json.replace('\'', '"').replace('`', '\''));
        } catch (CaseFormatException e) {
            throw new AssertionError(json, e);
        }
    }

    private static String list(List<String> items) {
        return "[" + String.join(",", items) + "]";
    }

    /** The answer in one word, with the kinds that denied after it. */
    String answer() {
        Decision decision = build().decide();
        StringBuilder text = new StringBuilder(decision.effect().word());
        for (PolicyKind kind : decision.deniedBy()) {
            text.append(' ').append(kind.word());
        }
        return text.toString();
    }
}
