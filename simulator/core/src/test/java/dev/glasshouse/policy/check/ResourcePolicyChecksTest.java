package dev.glasshouse.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.check.PolicyChecks.PolicyUse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcePolicyChecksTest {

    private static List<Finding> findings(PolicyUse use, ResourceType type, String... statements) {
        String policy = "{'Version':'2012-10-17','Statement':[{" + String.join("},{", statements) + "}]}";
        return PolicyChecks.check(policy.replace('\'', '"'), use, type);
    }

    private static List<String> codes(ResourceType type, String... statements) {
        return findings(PolicyUse.RESOURCE_POLICY, type, statements).stream()
                .map(finding -> finding.type() + " " + finding.code())
                .toList();
    }

    private static List<String> trust(String... statements) {
        return codes(ResourceType.ROLE, statements);
    }

    private static List<String> control(String statement) {
        return findings(PolicyUse.RESOURCE_CONTROL_POLICY, null, statement).stream()
                .map(finding -> finding.type() + " " + finding.code())
                .toList();
    }

    @Test
    void a_buckets_policy_is_about_the_bucket() {
        String allow = "'Effect':'Allow','Principal':{'AWS':'111122223333'},";
        assertThat(codes(ResourceType.BUCKET, allow + "'Action':'kms:Decrypt','Resource':'arn:aws:s3:::b/*'"))
                .containsExactly("ERROR UNSUPPORTED_ACTION_IN_POLICY");
        assertThat(codes(ResourceType.BUCKET, allow + "'Action':'s3:ListAllMyBuckets','Resource':'arn:aws:s3:::b'"))
                .containsExactly("ERROR UNSUPPORTED_ACTION_IN_POLICY");
        assertThat(codes(
                        ResourceType.BUCKET,
                        allow + "'Action':'s3:*','Resource':['arn:aws:kms:us-east-1:111122223333:key/k',"
                                + "'arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/*']"))
                .containsExactly(
                        "ERROR UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "ERROR UNSUPPORTED_RESOURCE_ARN_IN_POLICY");
        assertThat(codes(ResourceType.BUCKET, allow + "'Action':'s3:GetObject'"))
                .containsExactly("ERROR MISSING_RESOURCE");
        assertThat(codes(
                        ResourceType.BUCKET,
                        allow + "'Action':['s3:GetObject','s3:ListBucket','s3:PutBucketPolicy','s3:Get*'],"
                                + "'Resource':['arn:aws:s3:::b','arn:aws:s3:::b/*']"))
                .containsExactly("SUGGESTION REDUNDANT_ACTION");
        assertThat(codes(
                        ResourceType.ACCESS_POINT,
                        allow + "'Action':'s3:GetObject','Resource':['arn:aws:s3:::b/*',"
                                + "'arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/*']"))
                .containsExactly("ERROR UNSUPPORTED_RESOURCE_ARN_IN_POLICY");
        assertThat(
                        codes(
                                ResourceType.TABLE,
                                allow
                                        + "'Action':'dynamodb:GetItem','Resource':'arn:aws:dynamodb:us-east-1:111122223333:table/t'"))
                .isEmpty();
        assertThat(codes(null, allow + "'Action':['kms:Decrypt','s3:ListAllMyBuckets'],'Resource':'*'"))
                .isEmpty();
    }

    @Test
    void only_roles_trust_identity_providers() {
        String federated = "'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::111122223333:saml-provider/p'},";
        assertThat(codes(ResourceType.BUCKET, federated + "'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'"))
                .containsExactly("ERROR FEDERATED_PRINCIPAL_NOT_SUPPORTED");
        assertThat(trust(federated + "'Action':'sts:AssumeRoleWithSAML','Condition':{'StringEquals':"
                        + "{'SAML:aud':'https://signin.aws.amazon.com/saml'}}"))
                .isEmpty();
    }

    @Test
    void a_service_says_for_whom_it_may_act() {
        String service = "'Effect':'Allow','Principal':{'Service':'cloudtrail.amazonaws.com'},'Action':'s3:PutObject',"
                + "'Resource':'arn:aws:s3:::b/AWSLogs/*'";
        assertThat(codes(
                        ResourceType.BUCKET,
                        service + ",'Condition':{'StringEquals':{'s3:x-amz-acl':'bucket-owner-full-control'}}"))
                .containsExactly("SECURITY_WARNING RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL");
        assertThat(codes(
                        ResourceType.BUCKET,
                        service + ",'Condition':{'StringEquals':{'AWS:SourceArn':"
                                + "'arn:aws:cloudtrail:us-east-1:111122223333:trail/t'}}"))
                .isEmpty();
        assertThat(codes(ResourceType.BUCKET, service + ",'Condition':{'StringEquals':{'aws:Referer':'111122223333'}}"))
                .containsExactly(
                        "SUGGESTION RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
                        "SECURITY_WARNING UNTRUSTWORTHY_CONDITION_KEY");
        assertThat(codes(ResourceType.BUCKET, service.replace("Allow", "Deny"))).isEmpty();
        assertThat(trust("'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'"))
                .isEmpty();
    }

    @Test
    void a_trust_policy_names_principals_and_no_resource() {
        assertThat(trust("'Effect':'Deny','NotPrincipal':{'AWS':'111122223333'},'Action':'sts:AssumeRole'"))
                .containsExactly("ERROR ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL");
        assertThat(trust("'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole'"))
                .containsExactly("ERROR ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL");
        assertThat(trust("'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'sts:AssumeRole',"
                        + "'Resource':'*'"))
                .containsExactly("ERROR ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE");
        assertThat(trust("'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':['sts:AssumeRole',"
                        + "'sts:GetCallerIdentity','iam:GetRole']"))
                .containsExactly("ERROR UNSUPPORTED_ACTION_IN_POLICY", "ERROR UNSUPPORTED_ACTION_IN_POLICY");
        assertThat(trust("'Effect':'Allow','Principal':{'AWS':['arn:aws:iam::111122223333:role/path/r',"
                        + "'arn:aws:sts::111122223333:assumed-role/r/s','arn:aws:sts::111122223333:assumed-role/q/s']},"
                        + "'Action':['sts:AssumeRole','sts:TagSession','sts:SetSourceIdentity']"))
                .containsExactly("SUGGESTION REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY");
    }

    @Test
    void providers_are_trusted_by_the_operation_that_reads_their_tokens() {
        String saml =
                "'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::111122223333:saml-provider/p'},'Action':";
        assertThat(trust(saml + "'sts:AssumeRoleWithWebIdentity'"))
                .containsExactly("ERROR MISMATCHED_ACTION_FOR_PRINCIPAL");
        assertThat(findings(PolicyUse.RESOURCE_POLICY, ResourceType.ROLE, saml + "'sts:AssumeRole'")
                        .get(0)
                        .details())
                .startsWith("The sts:AssumeRole action is invalid with the following principal(s):"
                        + " arn:aws:iam::111122223333:saml-provider/p. Use a SAML provider");
        assertThat(trust(saml + "['sts:AssumeRoleWithSAML','sts:TagSession']")).isEmpty();
        assertThat(trust("'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'sts:AssumeRoleWithSAML'"))
                .containsExactly("ERROR MISMATCHED_ACTION_FOR_PRINCIPAL");
        assertThat(trust("'Effect':'Allow','Principal':{'Federated':'not a provider'},'Action':"
                        + "'sts:AssumeRoleWithSAML'"))
                .containsExactly(
                        "ERROR INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
                        "ERROR MISMATCHED_ACTION_FOR_PRINCIPAL");
    }

    @Test
    void roles_anywhere_needs_three_actions() {
        String allow = "'Effect':'Allow','Principal':{'Service':'rolesanywhere.amazonaws.com'},'Action':";
        assertThat(trust(allow + "'sts:AssumeRole'"))
                .containsExactly("ERROR MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY");
        assertThat(trust(allow + "'sts:AssumeRole'", allow + "['sts:TagSession','sts:SetSourceIdentity']"))
                .isEmpty();
    }

    @Test
    void an_openid_provider_is_trusted_for_somebody() {
        String github = "'Effect':'Allow','Principal':{'Federated':"
                + "'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'},"
                + "'Action':'sts:AssumeRoleWithWebIdentity'";
        String aud = "'token.actions.githubusercontent.com:aud':'sts.amazonaws.com'";
        String sub = "'token.actions.githubusercontent.com:sub':";
        assertThat(trust(github))
                .containsExactly(
                        "SECURITY_WARNING MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
                        "SECURITY_WARNING MISSING_GITHUB_REPO_CONDITION_KEY");
        assertThat(trust(github + ",'Condition':{'StringEquals':{" + aud + "}}"))
                .containsExactly("SECURITY_WARNING MISSING_GITHUB_REPO_CONDITION_KEY");
        assertThat(trust(github + ",'Condition':{'StringEquals':{" + aud + "},'StringLike':{" + sub + "'repo:o/r:*'}}"))
                .containsExactly("WARNING SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED");
        assertThat(trust(github + ",'Condition':{'StringEquals':{" + aud
                        + ",'token.actions.githubusercontent.com:ref':'refs/heads/main'},'StringLike':{" + sub
                        + "'repo:o/r:*'}}"))
                .isEmpty();
        assertThat(trust(github + ",'Condition':{'StringEquals':{" + sub + "'repo:o/r:ref:refs/heads/main'},"
                        + "'ForAnyValue:StringEquals':{" + aud + "}}"))
                .containsExactly("SECURITY_WARNING FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE");
        assertThat(trust("'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::111122223333:oidc-provider/"
                        + "oidc.eks.us-east-1.amazonaws.com/id/ABC'},'Action':'sts:AssumeRoleWithWebIdentity',"
                        + "'Condition':{'StringEquals':{'oidc.eks.us-east-1.amazonaws.com/id/ABC:sub':"
                        + "'system:serviceaccount:default:a'}}"))
                .isEmpty();
        assertThat(trust("'Effect':'Allow','Principal':{'Federated':'cognito-identity.amazonaws.com'},'Action':"
                        + "'sts:AssumeRoleWithWebIdentity','Condition':{'StringEquals':{"
                        + "'cognito-identity.amazonaws.com:aud':'us-east-1:1'},'ForAnyValue:StringLike':{"
                        + "'cognito-identity.amazonaws.com:amr':'authenticated'}}"))
                .isEmpty();
    }

    @Test
    void resource_control_policies_say_deny_to_everyone_and_spare_services() {
        String deny = "'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'";
        String service = "'aws:PrincipalIsAWSService'";
        assertThat(control(deny)).isEmpty();
        assertThat(control(deny + ",'Condition':{'StringNotEqualsIfExists':{'aws:PrincipalOrgID':'o-1'},"
                        + "'BoolIfExists':{" + service + ":'false'}}"))
                .isEmpty();
        assertThat(control(deny + ",'Condition':{'StringNotEqualsIfExists':{'aws:PrincipalOrgID':'o-1'}}"))
                .containsExactly("WARNING RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY");
        assertThat(control(deny + ",'Condition':{'StringNotEqualsIfExists':{'aws:SourceOrgID':'o-1'},'Null':"
                        + "{'aws:SourceAccount':'false'},'Bool':{" + service + ":'true'}}"))
                .isEmpty();
        assertThat(control(deny + ",'Condition':{'StringNotEqualsIfExists':{'aws:SourceOrgID':'o-1'}}"))
                .containsExactly(
                        "WARNING RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
                        "WARNING RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK");
        assertThat(control("'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'"))
                .isEmpty();
        assertThat(control("'Effect':'Allow','Principal':'*','Action':'*','Resource':'arn:aws:s3:::b'"))
                .containsExactly("ERROR RCP_SYNTAX_ERROR_ALLOW");
        assertThat(control("'Effect':'Deny','Principal':{'AWS':'111122223333'},'Action':['ec2:RunInstances','*'],"
                        + "'Resource':'*'"))
                .contains("ERROR RCP_SYNTAX_ERROR_PRINCIPAL", "ERROR RCP_SYNTAX_ERROR_ACTION");
        assertThat(control("'Effect':'Deny','NotPrincipal':'*','NotAction':'s3:*','Resource':'*'"))
                .containsExactly("ERROR RCP_SYNTAX_ERROR_PRINCIPAL", "ERROR RCP_SYNTAX_ERROR_NOTACTION");
    }

    @Test
    void each_kind_of_policy_has_its_quota() {
        String sid = "'Sid':'" + "a".repeat(5_200) + "',";
        assertThat(control(sid + "'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'"))
                .containsExactly("ERROR POLICY_SIZE_EXCEEDS_RCP_QUOTA");
        String trust = "'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'sts:AssumeRole'";
        assertThat(trust(sid + trust)).containsExactly("WARNING POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA");
        assertThat(codes(null, sid.repeat(1) + trust)).isEmpty();
        String bucket = "'Sid':'" + "a".repeat(20_480)
                + "','Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::b'";
        assertThat(codes(ResourceType.BUCKET, bucket))
                .containsExactly("WARNING POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA");
    }
}
