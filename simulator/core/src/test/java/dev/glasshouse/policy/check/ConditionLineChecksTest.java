package dev.glasshouse.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.check.PolicyChecks.PolicyUse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionLineChecksTest {

    private static List<Finding> findings(String statements) {
        String policy = "{'Version':'2012-10-17','Statement':[" + statements + "]}";
        return PolicyChecks.check(policy.replace('\'', '"'), PolicyUse.IDENTITY_POLICY, null);
    }

    private static List<String> codes(String effect, String condition) {
        return findings("{'Effect':'" + effect
                        + "','Action':['s3:ListBucket','s3:GetObject'],'Resource':'*','Condition':{" + condition + "}}")
                .stream()
                .map(finding -> finding.type() + " " + finding.code())
                .toList();
    }

    private static List<String> allow(String condition) {
        return codes("Allow", condition);
    }

    @Test
    void services_are_named_by_their_principals() {
        assertThat(allow("'StringEquals':{'aws:CalledViaFirst':'athena'}"))
                .containsExactly("ERROR INVALID_SERVICE_PRINCIPAL_FORMAT");
        assertThat(allow("'StringEquals':{'aws:CalledViaFirst':['athena.amazonaws.com','${aws:username}']}"))
                .isEmpty();
        assertThat(allow("'StringEquals':{'kms:ViaService':'s3.amazonaws.com'}"))
                .contains("ERROR INVALID_SERVICE_PRINCIPAL_FORMAT");
        assertThat(allow("'StringLike':{'kms:ViaService':['s3.us-east-1.amazonaws.com','ec2.*.amazonaws.com']}"))
                .doesNotContain("ERROR INVALID_SERVICE_PRINCIPAL_FORMAT");
    }

    @Test
    void a_pattern_for_anything_asks_only_whether_there_is_a_value() {
        assertThat(allow("'StringLike':{'aws:PrincipalTag/a':'*'}"))
                .containsExactly("SUGGESTION EQUIVALENT_TO_NULL_FALSE");
        assertThat(allow("'StringNotLike':{'aws:PrincipalTag/a':'*'}"))
                .containsExactly("SUGGESTION EQUIVALENT_TO_NULL_TRUE");
        assertThat(allow("'StringLikeIfExists':{'aws:PrincipalTag/a':['b','*']}"))
                .containsExactly("SUGGESTION REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION");
        assertThat(allow("'ForAnyValue:StringNotLike':{'aws:TagKeys':'*'}"))
                .containsExactly("SUGGESTION REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION");
        assertThat(allow("'StringLike':{'aws:PrincipalTag/a':'b*'}")).isEmpty();
    }

    @Test
    void bounds_need_one_value() {
        assertThat(findings("{'Effect':'Allow','Action':'s3:GetObject','Resource':'*','Condition':{'NumericLessThan':"
                                + "{'aws:MultiFactorAuthAge':['2700','3600']}}}")
                        .get(0)
                        .details())
                .isEqualTo(
                        "Multiple values in NumericLessThan are redundant. Replace with the greatest single value for"
                                + " aws:MultiFactorAuthAge.");
        assertThat(
                        allow(
                                "'NumericLessThan':{'aws:MultiFactorAuthAge':['3600']},'NumericEquals':{'s3:max-keys':['1','2']}"))
                .isEmpty();
    }

    @Test
    void addresses_have_no_bits_after_their_prefix() {
        assertThat(findings("{'Effect':'Allow','Action':'s3:GetObject','Resource':'*','Condition':{'IpAddress':"
                        + "{'aws:SourceIp':['203.0.113.7/24','2001:db8:0:5::1/48','203.0.113.0/24','198.51.100.1']}}}"))
                .extracting(Finding::details)
                .containsExactly(
                        "The non-zero bits in the IP address after the masked bits are ignored. Replace address with"
                                + " 203.0.113.0/24.",
                        "The non-zero bits in the IP address after the masked bits are ignored. Replace address with"
                                + " 2001:db8::/48.");
    }

    @Test
    void wildcards_do_not_stand_in_sensitive_keys() {
        assertThat(allow("'StringLike':{'aws:PrincipalOrgID':'o-*'}"))
                .containsExactly("ERROR WILDCARD_USAGE_TOO_PERMISSIVE");
        assertThat(allow("'StringLike':{'aws:userid':['AROA1*:x']}"))
                .containsExactly("ERROR WILDCARD_USAGE_TOO_PERMISSIVE");
        assertThat(allow("'StringLike':{'aws:userid':['AROAEXAMPLEID:*','*:session']},'StringEquals':"
                        + "{'aws:ResourceOrgID':'${aws:PrincipalOrgID}'}"))
                .isEmpty();
    }

    @Test
    void keys_that_the_caller_makes_up_or_that_need_another_are_warned_of() {
        assertThat(allow("'StringEquals':{'aws:Referer':'x'}"))
                .containsExactly("SECURITY_WARNING UNTRUSTWORTHY_CONDITION_KEY");
        assertThat(allow("'IpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'}"))
                .containsExactly("SECURITY_WARNING MISSING_PAIRED_CONDITION_KEYS");
        assertThat(allow(
                        "'IpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'},'StringEquals':{'aws:SourceVpc':'vpc-12345678'}"))
                .isEmpty();
        assertThat(codes("Deny", "'StringLike':{'s3:prefix':'private/*'}"))
                .containsExactly("SECURITY_WARNING S3_PREFIX_IN_NEGATIVE_CONTEXT");
        assertThat(codes("Deny", "'StringNotLike':{'s3:prefix':'public/*'}")).isEmpty();
        assertThat(allow("'StringLike':{'s3:prefix':'public/*'}")).isEmpty();
        assertThat(codes("Deny", "'StringNotEquals':{'s3:x-amz-server-side-encryption-aws-kms-key-id':'alias/k'}"))
                .contains("ERROR INVALID_KMS_KEY_VALUE");
        assertThat(codes(
                        "Deny",
                        "'StringNotEquals':{'s3:x-amz-server-side-encryption-aws-kms-key-id':"
                                + "'arn:aws:kms:us-east-1:111122223333:key/1234abcd'}"))
                .doesNotContain("ERROR INVALID_KMS_KEY_VALUE");
    }

    @Test
    void attributes_of_items_that_are_read_are_selected() {
        String read = "{'Effect':'Allow','Action':'dynamodb:Query','Resource':'*','Condition':{"
                + "'ForAllValues:StringEquals':{'dynamodb:Attributes':['a']}";
        assertThat(findings(read + "}}"))
                .extracting(Finding::code)
                .containsExactly("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT");
        assertThat(findings(read + ",'StringEqualsIfExists':{'dynamodb:Select':'SPECIFIC_ATTRIBUTES'}}}"))
                .isEmpty();
    }

    @Test
    void a_statement_stands_once() {
        String one = "{'Sid':'A','Effect':'Allow','Action':['s3:GetObject','s3:PutObject'],'Resource':'*'}";
        String other = "{'Effect':'Allow','Resource':['*'],'Action':['s3:PutObject','s3:GetObject']}";
        List<Finding> found = findings(one + "," + other);
        assertThat(found).extracting(Finding::code).containsExactly("REDUNDANT_STATEMENT");
        assertThat(found.get(0).places()).hasSize(2);
        assertThat(findings(one + "," + other.replace("Allow", "Deny"))).isEmpty();
    }

    @Test
    void a_service_has_a_name_without_wildcards() {
        assertThat(findings("{'Effect':'Allow','Action':'codebuild:StartBuild','Resource':"
                        + "['arn:aws:*code*::111122223333:*','arn:aws:codebuild:*:*:*']}"))
                .extracting(Finding::code)
                .contains("WILDCARD_IN_SERVICE_NAME");
    }

    @Test
    void operators_fit_the_types_of_keys() {
        assertThat(allow("'StringEquals':{'aws:SecureTransport':'true'}")).containsExactly("WARNING TYPE_MISMATCH");
        assertThat(allow("'Bool':{'aws:SecureTransport':'true'},'NumericLessThan':{'s3:max-keys':'1'},"
                        + "'DateLessThan':{'aws:CurrentTime':'2026-01-01'},'NumericGreaterThan':{'aws:EpochTime':'1'},"
                        + "'Null':{'aws:SourceIp':'true'},'StringEquals':{'aws:PrincipalArn':'arn:aws:iam::1:user/a'}"))
                .isEmpty();
        assertThat(allow("'StringLike':{'aws:SourceArn':'arn:aws:sns:*:111122223333:t'}"))
                .containsExactly("SECURITY_WARNING STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS");
        assertThat(allow("'ForAllValues:StringEquals':{'aws:PrincipalTag/a':'b'}"))
                .containsExactly("SECURITY_WARNING FORALLVALUES_WITH_SINGLE_VALUED_KEY");
        assertThat(
                        allow(
                                "'ForAllValues:StringEquals':{'aws:TagKeys':'b'},'ArnLike':{'aws:SourceArn':'arn:aws:sns:*:*:t'}"))
                .isEmpty();
    }
}
