package dev.glasshouse.service.accessanalyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.TestCloud;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AccessAnalyzerException;
import software.amazon.awssdk.services.accessanalyzer.model.Location;
import software.amazon.awssdk.services.accessanalyzer.model.PolicyType;
import software.amazon.awssdk.services.accessanalyzer.model.ValidatePolicyFinding;
import software.amazon.awssdk.services.accessanalyzer.model.ValidatePolicyResponse;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;

class ValidatePolicyTest {

    private final TestCloud cloud = new TestCloud();
    private final AccessAnalyzerClient analyzer = cloud.admin(AccessAnalyzerClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private List<ValidatePolicyFinding> findings(PolicyType type, String policy) {
        return analyzer.validatePolicy(request -> request.policyType(type).policyDocument(policy.replace('\'', '"')))
                .findings();
    }

    private List<String> codes(PolicyType type, String policy) {
        return findings(type, policy).stream()
                .map(finding -> finding.findingTypeAsString() + " " + finding.issueCode())
                .toList();
    }

    private List<String> statement(String members) {
        return codes(PolicyType.IDENTITY_POLICY, "{'Version':'2012-10-17','Statement':[{" + members + "}]}");
    }

    @Test
    void an_empty_sid_is_found_where_aws_finds_it() {
        ValidatePolicyFinding finding = findings(
                        PolicyType.RESOURCE_POLICY,
                        "{\n    'Version': '2012-10-17',\n    'Statement': [\n        {\n            'Sid': '',\n"
                                + "            'Effect': 'Allow',\n            'Principal': {\n"
                                + "                'Federated': 'cognito-identity.amazonaws.com'\n            },\n"
                                + "            'Action': 'sts:AssumeRoleWithWebIdentity'\n        }\n    ]\n}\n")
                .get(0);
        assertThat(finding.issueCode()).isEqualTo("EMPTY_SID_VALUE");
        assertThat(finding.findingTypeAsString()).isEqualTo("SUGGESTION");
        assertThat(finding.findingDetails()).isEqualTo("Add a value to the empty string in the Sid element.");
        assertThat(finding.learnMoreLink())
                .endsWith("#access-analyzer-reference-policy-checks-suggestion-empty-sid-value");
        Location place = finding.locations().get(0);
        assertThat(place.path().get(0).value()).isEqualTo("Statement");
        assertThat(place.path().get(1).index()).isEqualTo(0);
        assertThat(place.path().get(2).value()).isEqualTo("Sid");
        assertThat(place.span().start().line()).isEqualTo(5);
        assertThat(place.span().start().column()).isEqualTo(19);
        assertThat(place.span().start().offset()).isEqualTo(79);
        assertThat(place.span().end().column()).isEqualTo(21);
        assertThat(place.span().end().offset()).isEqualTo(81);
    }

    @Test
    void an_administrators_policy_is_warned_of_and_a_narrow_one_is_not() {
        assertThat(statement("'Effect':'Allow','Action':'*','Resource':'*'"))
                .containsExactly(
                        "WARNING CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
                        "SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE");
        assertThat(statement("'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'"))
                .isEmpty();
        assertThat(statement("'Effect':'Allow','Action':'iam:PassRole','Resource':'*'"))
                .containsExactly("SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_RESOURCE");
        assertThat(statement("'Effect':'Allow','Action':'iam:PassRole','Resource':'*',"
                        + "'Condition':{'StringEquals':{'iam:PassedToService':'ec2.amazonaws.com'}}"))
                .isEmpty();
    }

    @Test
    void actions_and_resources_that_do_not_exist_are_errors() {
        assertThat(statement("'Effect':'Allow','Action':['ec2:NotAnAction','nowhere:Get','s3:get*'],'Resource':['x',"
                        + "'arn:aws:s3','arn:aws:S3:::b','arn:aws:sqs:us-east-1:1:q']"))
                .containsExactly(
                        "ERROR INVALID_ACTION",
                        "ERROR INVALID_SERVICE_IN_ACTION",
                        "ERROR INVALID_ARN_PREFIX",
                        "ERROR MISSING_ARN_FIELD",
                        "ERROR INVALID_ARN_SERVICE_CASE",
                        "ERROR INVALID_ARN_ACCOUNT");
        assertThat(statement("'Effect':'Allow','Action':['s3:Get*','s3:getobject'],'Resource':'*'"))
                .containsExactly("SUGGESTION REDUNDANT_ACTION");
    }

    @Test
    void elements_fit_the_type_of_policy() {
        assertThat(statement("'Effect':'Maybe','Principal':'*','Resource':'*','Sid':'a b'"))
                .containsExactly(
                        "ERROR MISSING_ACTION",
                        "ERROR INVALID_EFFECT",
                        "ERROR UNSUPPORTED_PRINCIPAL",
                        "ERROR UNSUPPORTED_SID");
        assertThat(
                        codes(
                                PolicyType.SERVICE_CONTROL_POLICY,
                                "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Action':'*','Resource':'*','Principal':'*'}}"))
                .containsExactly("ERROR SCP_SYNTAX_ERROR_PRINCIPAL");
        assertThat(codes(PolicyType.RESOURCE_POLICY, "{'Statement':{'Effect':'Allow','Action':'sqs:SendMessage'}}"))
                .containsExactly("WARNING MISSING_VERSION", "ERROR MISSING_PRINCIPAL");
        assertThat(codes(PolicyType.IDENTITY_POLICY, "{'Version':")).containsExactly("ERROR JSON_SYNTAX_ERROR");
    }

    @Test
    void conditions_are_read_as_their_operators_read_them() {
        assertThat(statement("'Effect':'Deny','Action':'s3:GetObject','Resource':'*','Condition':{"
                        + "'StringEquals':{'aws:SourceIdentity':'a*'},'Bool':{'aws:SecureTransport':'maybe'},"
                        + "'NumericLessThan':{'s3:max-keys':'ten'},'Strings':{'a:b':'c'},'StringLike':{}}"))
                .containsExactly(
                        "WARNING WILDCARD_WITHOUT_LIKE_OPERATOR",
                        "WARNING TYPE_MISMATCH_BOOLEAN",
                        "WARNING TYPE_MISMATCH_NUMBER",
                        "ERROR INVALID_CONDITION_OPERATOR",
                        "SUGGESTION EMPTY_OBJECT_CONDITION");
    }

    @Test
    void findings_come_in_pages() {
        String policy = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"x\",\"Resource\":\"y\"}}";
        ValidatePolicyResponse first = analyzer.validatePolicy(request -> request.policyType(PolicyType.IDENTITY_POLICY)
                .policyDocument(policy)
                .maxResults(2));
        ValidatePolicyResponse second =
                analyzer.validatePolicy(request -> request.policyType(PolicyType.IDENTITY_POLICY)
                        .policyDocument(policy)
                        .nextToken(first.nextToken()));
        assertThat(first.findings()).hasSize(2);
        assertThat(second.findings())
                .extracting(ValidatePolicyFinding::issueCode)
                .containsExactly("INVALID_ARN_PREFIX");
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void the_call_is_authorised_and_stands_in_the_trail() {
        AccessAnalyzerClient bob = cloud.as(cloud.user("bob", null), AccessAnalyzerClient.builder());
        AccessAnalyzerException denied = catchThrowableOfType(
                AccessAnalyzerException.class,
                () -> bob.validatePolicy(request ->
                        request.policyType(PolicyType.IDENTITY_POLICY).policyDocument("{}")));
        assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
        assertThat(denied.awsErrorDetails().errorMessage())
                .contains("is not authorized to perform: access-analyzer:ValidatePolicy");
        findings(PolicyType.IDENTITY_POLICY, "{}");
        assertThat(cloud.admin(CloudTrailClient.builder()).lookupEvents().events())
                .anySatisfy(event -> {
                    assertThat(event.eventName()).isEqualTo("ValidatePolicy");
                    assertThat(event.eventSource()).isEqualTo("access-analyzer.amazonaws.com");
                });
    }

    @Test
    void networks_and_variables_in_conditions_are_checked() {
        String allow = "'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/x','Condition':";
        assertThat(statement(allow + "{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}"))
                .containsExactly("ERROR PRIVATE_IP_ADDRESS");
        assertThat(statement(allow + "{'NotIpAddress':{'aws:SourceIp':['192.168.1.0/24','10.1.2.3']}}"))
                .containsExactly("ERROR PRIVATE_NOT_IP_ADDRESS");
        assertThat(statement(allow + "{'IpAddress':{'aws:SourceIp':['10.0.0.0/8','203.0.113.0/24']}}"))
                .containsExactly("SUGGESTION PRIVATE_IP_ADDRESS_SUBSET");
        assertThat(statement(allow + "{'IpAddress':{'aws:SourceIp':'10.0.0.0/33'}}"))
                .containsExactly("ERROR TYPE_MISMATCH_IP_RANGE");
        assertThat(statement(allow + "{'StringEquals':{'aws:SourceVpc':'vpc-12'}}"))
                .containsExactly("ERROR INVALID_VPC_FORMAT");
        assertThat(statement(allow + "{'StringEquals':{'aws:SourceVpce':'vpce-11223344556677889'}}"))
                .isEmpty();
        assertThat(statement(allow + "{'NumericEquals':{'s3:max-keys':'${aws:username}'}}"))
                .containsExactly("ERROR INVALID_VARIABLE_FOR_OPERATOR");
        assertThat(statement(allow + "{'ForAllValues:StringEquals':{'aws:TagKeys':[]}}"))
                .containsExactly("SUGGESTION EMPTY_ARRAY_CONDITION_FORALLVALUES");
    }

    @Test
    void service_linked_roles_of_many_services_are_warned_of() {
        assertThat(statement("'Effect':'Allow','Action':'iam:CreateServiceLinkedRole','Resource':'*'"))
                .containsExactly("WARNING CREATE_SLR_WITH_STAR_IN_RESOURCE");
        assertThat(statement("'Effect':'Allow','Action':'iam:CreateServiceLinkedRole','NotResource':"
                        + "'arn:aws:iam::111122223333:role/x'"))
                .containsExactly("WARNING CREATE_SLR_WITH_NOT_RESOURCE");
    }

    @Test
    void condition_keys_that_do_not_exist_are_errors() {
        String deny = "'Effect':'Deny','Action':'s3:GetObject','Resource':'*','Condition':";
        assertThat(statement(deny + "{'StringEquals':{'aws:PrincipalOrgIdd':'o-1'}}"))
                .containsExactly("ERROR INVALID_GLOBAL_CONDITION_KEY");
        assertThat(statement(deny + "{'StringEquals':{'s3:prefixes':'a'}}"))
                .containsExactly("ERROR INVALID_SERVICE_CONDITION_KEY");
        assertThat(statement(deny + "{'StringEquals':{'AWS:PRINCIPALORGID':'o-1','S3:LocationConstraint':'a',"
                        + "'s3:ExistingObjectTag/a':'b','kms:EncryptionContext:a':'b','unknown:key':'c',"
                        + "'aws:PrincipalTag/team':'red'}}"))
                .isEmpty();
        assertThat(statement(deny + "{'ArnLike':{'aws:ARN':'arn:aws:iam::111122223333:user/a'}}"))
                .containsExactly("ERROR UNSUPPORTED_GLOBAL_CONDITION_KEY");
        assertThat(findings(
                                PolicyType.IDENTITY_POLICY,
                                "{'Version':'2012-10-17','Statement':{" + deny
                                        + "{'StringEquals':{'aws:ResourceTag':'red'}}}}")
                        .get(0)
                        .findingDetails())
                .isEqualTo("The condition key aws:ResourceTag must include a tag key to control access based on tags."
                        + " Use the format aws:ResourceTag/tag-key and specify a key name for tag-key.");
    }

    @Test
    void values_of_conditions_fit_their_keys() {
        String deny = "'Effect':'Deny','Action':'s3:GetObject','Resource':'*','Condition':";
        assertThat(statement(deny + "{'StringEquals':{'aws:TagKeys':'a'}}")).containsExactly("ERROR MISSING_QUALIFIER");
        assertThat(statement(deny + "{'ForAnyValue:StringEquals':{'aws:TagKeys':'a'},'Null':{'aws:CalledVia':'true'}}"))
                .isEmpty();
        assertThat(statement(deny + "{'StringEquals':{'aws:RequestedRegion':['eu-west-1','eu-west-9']}}"))
                .containsExactly("ERROR INVALID_REGION");
        assertThat(statement(deny + "{'StringLike':{'aws:RequestedRegion':['eu-*','us-gov-west-1']}}"))
                .isEmpty();
        assertThat(statement(deny + "{'NumericEquals':{'s3:max-keys':['1',2]}}"))
                .containsExactly("ERROR INVALID_CONDITION_DATA_TYPE");
    }

    @Test
    void fields_of_an_arn_fit_the_forms_of_its_service() {
        assertThat(statement("'Effect':'Allow','Action':'s3:GetObject','Resource':"
                        + "['arn:aws:s3:us-east-1::bucket','arn:aws:s3::111122223333:bucket']"))
                .containsExactly("ERROR ARN_REGION_NOT_ALLOWED", "ERROR ARN_ACCOUNT_NOT_ALLOWED");
        assertThat(statement("'Effect':'Allow','Action':'sqs:SendMessage','Resource':"
                        + "['arn:aws:sqs::111122223333:q','arn:aws:sqs:moon-1:111122223333:q']"))
                .containsExactly("ERROR MISSING_ARN_REGION", "ERROR INVALID_ARN_REGION");
        assertThat(statement("'Effect':'Allow','Action':'iam:GetUser','Resource':"
                        + "['arn:aws:iam::111122223333:person/ann','arn:awz:iam::111122223333:user/ann']"))
                .containsExactly("ERROR INVALID_ARN_RESOURCE", "ERROR INVALID_PARTITION");
        assertThat(
                        statement(
                                "'Effect':'Allow','Action':['s3:GetObject','iam:GetUser'],'Resource':"
                                        + "['arn:aws:s3:::bucket','arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/*',"
                                        + "'arn:aws:iam::*:user/${aws:username}','arn:*:sqs:*:*:*','arn:aws-cn:s3:::b/*','arn:aws:ssm:*::document/AWS-RunShellScript']"))
                .isEmpty();
    }

    @Test
    void variables_are_written_as_such_and_stand_where_they_are_replaced() {
        assertThat(statement("'Effect':'Allow','Action':'s3:GetObject','Resource':"
                        + "['arn:aws:s3:::a/${aws:username, x}','arn:aws:s3:::b/${aws: username}',"
                        + "'arn:aws:s3:::c/${aws:username, \\u0027nobody\\u0027}']"))
                .containsExactly("ERROR MISSING_QUOTE_IN_VARIABLE", "ERROR UNSUPPORTED_SPACE_IN_VARIABLE");
        assertThat(codes(
                        PolicyType.RESOURCE_POLICY,
                        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':{'AWS':"
                                + "'arn:aws:iam::111122223333:user/${aws:username}'},'Action':'sqs:SendMessage'}}"))
                .containsExactly("ERROR VARIABLE_UNSUPPORTED_IN_ELEMENT");
        assertThat(codes(
                        PolicyType.IDENTITY_POLICY,
                        "{'Version':'2008-10-17','Statement':{'Effect':'Allow','Action':'s3:GetObject','Resource':"
                                + "'arn:aws:s3:::a/${aws:username}','Condition':{'StringEquals':{'aws:userid':"
                                + "['${aws:userid}']}}}}"))
                .containsExactly("ERROR VARIABLE_UNSUPPORTED_IN_VERSION", "ERROR VARIABLE_UNSUPPORTED_IN_VERSION");
    }

    @Test
    void a_control_policy_beyond_its_quota_is_an_error() {
        String long_ = "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Action':'s3:GetObject','Resource':"
                + "'arn:aws:s3:::" + "b".repeat(5_120) + "'}}";
        assertThat(codes(PolicyType.SERVICE_CONTROL_POLICY, long_))
                .containsExactly("ERROR POLICY_SIZE_EXCEEDS_SCP_QUOTA");
    }
}
