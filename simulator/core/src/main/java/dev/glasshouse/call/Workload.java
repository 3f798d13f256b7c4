package dev.glasshouse.call;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the temporary credentials of a role were handed to, which every call with them tells in condition keys, wherever
 * it comes from. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-role-properties">
 * Properties of a role session</a>.
 *
 * @param kind the kind of resource, as CloudTrail names it; an empty text for none
 * @param arn the instance's or function's ARN
 * @param keys its condition keys
 */
public record Workload(String kind, String arn, Map<String, String> keys) {

    /** Credentials that were handed to nothing. */
    public static final Workload NONE = new Workload("", "", Map.of());

    private static final String INSTANCE = "AWS::EC2::Instance";
    private static final String FUNCTION = "AWS::Lambda::Function";

    public Workload {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    }

    /**
     * An EC2 instance that has its role's credentials from the metadata service.
     *
     * @param arn {@code arn:aws:ec2:us-east-1:111122223333:instance/i-...}
     * @param vpc the VPC that it runs in
     * @param privateIp its primary private address
     * @throws IllegalArgumentException if it is not the ARN of an instance
     */
    public static Workload instance(String arn, String vpc, String privateIp) {
        require(arn, "arn:aws:ec2:", ":instance/");
        return new Workload(
                INSTANCE,
                arn,
                Map.of(
                        "ec2:SourceInstanceARN", arn,
                        "ec2:RoleDelivery", "2.0",
                        "aws:Ec2InstanceSourceVpc", vpc,
                        "aws:Ec2InstanceSourcePrivateIPv4", privateIp));
    }

    /**
     * A Lambda function.
     *
     * @param arn {@code arn:aws:lambda:us-east-1:111122223333:function:NAME}
     * @throws IllegalArgumentException if it is not the ARN of a function
     */
    public static Workload function(String arn) {
        require(arn, "arn:aws:lambda:", ":function:");
        return new Workload(FUNCTION, arn, Map.of("lambda:SourceFunctionArn", arn));
    }

    private static void require(String arn, String start, String kind) {
        if (!arn.startsWith(start) || arn.split(":", 6).length < 6 || !arn.contains(kind)) {
            throw new IllegalArgumentException("not an ARN of the form " + start + "..." + kind + "...: " + arn);
        }
    }

    /** Whether an instance got them. */
    public boolean ofInstance() {
        return kind.equals(INSTANCE);
    }

    /** Whether a function got them. */
    public boolean ofFunction() {
        return kind.equals(FUNCTION);
    }

    /** The name that AWS gives the session: the instance's id or the function's name; an empty text for none. */
    public String sessionName() {
        return arn.substring(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
    }
}
