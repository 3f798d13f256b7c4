package dev.glasshouse.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.ApiClient;
import dev.glasshouse.Control;
import dev.glasshouse.Credentials;
import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Sandbox;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts single policies where they belong, by calls of the account's root user where the API takes them. */
final class PolicyIntake {

    private static final String REGION = "us-east-1";

    private final Control control;
    private final Findings findings;
    private final String account;
    private final ApiClient root;

    PolicyIntake(Control control, Findings findings, String account) {
        this.control = control;
        this.findings = findings;
        this.account = account;
        Sandbox sandbox = control.sandbox();
        Credentials keys = control.credentials("arn:aws:iam::" + account + ":root");
        this.root = Simulator.of(sandbox).client(sandbox, keys);
    }

    /**
     * Takes a policy over.
     *
     * @throws IllegalArgumentException if AWS would not have it so
     */
    void take(String source, PolicyFile file) {
        JsonNode document = file.document();
        switch (file.kind()) {
            case USER -> inline(source, "User", file);
            case GROUP -> inline(source, "Group", file);
            case ROLE -> inline(source, "Role", file);
            case TRUST -> trust(source, file);
            case MANAGED -> {
                call("iam:CreatePolicy", input("PolicyName", file.name()).set("PolicyDocument", document));
                findings.took(source, "arn:aws:iam::" + account + ":policy/" + file.name());
            }
            case BUCKET -> bucket(source, file.of(), document);
            case KEY -> key(source, file.of(), document);
        }
    }

    private static ObjectNode input(String member, String value) {
        return JsonNodeFactory.instance.objectNode().put(member, value);
    }

    private void call(String operation, JsonNode input, String... tolerated) {
        ApiClient.Answer answer = root.call(operation, input);
        if (answer.error() != null && !List.of(tolerated).contains(answer.errorCode())) {
            throw new IllegalArgumentException(operation + " answered " + answer.errorCode() + ": "
                    + answer.error().message());
        }
    }

    private void inline(String source, String kind, PolicyFile file) {
        make(kind, file.of());
        ObjectNode put = input(kind + "Name", file.of()).put("PolicyName", file.name());
        call("iam:Put" + kind + "Policy", put.set("PolicyDocument", file.document()));
        findings.took(source, kind.toLowerCase(Locale.ROOT) + "/" + file.of() + ", policy " + file.name());
    }

    private void make(String kind, String name) {
        ObjectNode create = input(kind + "Name", name);
        if (kind.equals("Role")) {
            create.set("AssumeRolePolicyDocument", ownAccount());
        }
        call("iam:Create" + kind, create, "EntityAlreadyExists");
    }

    /** The trust of a role of which nothing else is known: its account. */
    private JsonNode ownAccount() {
        return Json.parse("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                + account + "\"},\"Action\":\"sts:AssumeRole\"}]}");
    }

    private void trust(String source, PolicyFile file) {
        make("Role", file.of());
        call("iam:UpdateAssumeRolePolicy", input("RoleName", file.of()).set("PolicyDocument", file.document()));
        findings.took(source, "role/" + file.of() + ", trust policy");
    }

    private void bucket(String source, String name, JsonNode document) {
        call("s3:CreateBucket", input("Bucket", name), "BucketAlreadyOwnedByYou");
        resource(source, "arn:aws:s3:::" + name, document);
    }

    private void key(String source, String key, JsonNode document) {
        String arn = key.startsWith("arn:") ? key : "arn:aws:kms:" + REGION + ":" + account + ":key/" + key;
        resource(source, arn, document);
    }

    private void resource(String source, String arn, JsonNode document) {
        Optional<List<String>> odd = control.takeResource(account, arn, document.toString());
        if (odd.isEmpty()) {
            throw new IllegalArgumentException("a policy of " + arn + ", which cannot be taken over");
        }
        odd.get().forEach(text -> findings.notUnderstood(source, text));
        findings.took(source, arn + ", its policy");
    }
}
