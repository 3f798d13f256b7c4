package dev.glasshouse.service.sts;

/**
 * What root may do in each of the tasks that {@code AssumeRoot} is for. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html">Perform a privileged task on
 * an AWS Organizations member account</a>.
 */
final class RootTasks {

    private RootTasks() {}

    static String document(String task) {
        return switch (task) {
            case "IAMAuditRootUserCredentials" ->
                allow(
                        "iam:GetLoginProfile",
                        "iam:ListAccessKeys",
                        "iam:ListSigningCertificates",
                        "iam:ListMFADevices",
                        "iam:GetUser",
                        "iam:GetAccountSummary",
                        "iam:GetAccessKeyLastUsed");
            case "IAMCreateRootUserPassword" -> allow("iam:CreateLoginProfile", "iam:GetLoginProfile");
            case "IAMDeleteRootUserCredentials" ->
                allow(
                        "iam:DeleteLoginProfile",
                        "iam:DeleteAccessKey",
                        "iam:DeleteSigningCertificate",
                        "iam:DeactivateMFADevice",
                        "iam:GetLoginProfile",
                        "iam:ListAccessKeys",
                        "iam:ListSigningCertificates",
                        "iam:ListMFADevices",
                        "iam:GetUser");
            case "S3UnlockBucketPolicy" ->
                allow("s3:DeleteBucketPolicy", "s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:ListAllMyBuckets");
            case "SQSUnlockQueuePolicy" ->
                allow("sqs:SetQueueAttributes", "sqs:GetQueueAttributes", "sqs:ListQueues", "sqs:GetQueueUrl");
            default -> throw new IllegalArgumentException("there is no task " + task);
        };
    }

    private static String allow(String... actions) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\""
                + String.join("\",\"", actions) + "\"],\"Resource\":\"*\"}]}";
    }
}
