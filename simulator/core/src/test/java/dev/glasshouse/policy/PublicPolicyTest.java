package dev.glasshouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist E-6: which bucket policies S3 calls public. */
final class PublicPolicyTest {

    private static boolean isPublic(String body) throws MalformedPolicyException {
        String json = "{'Version':'2012-10-17','Statement':[{'Resource':'arn:aws:s3:::b/*'," + body + "}]}";
        return PublicPolicy.isPublic(PolicyDocument.parse(json.replace('\'', '"'), PolicyType.RESOURCE));
    }

    private static boolean everyoneIf(String condition) throws MalformedPolicyException {
        return isPublic("'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Condition':" + condition);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'*'", "{'AWS':'*'}", "{'AWS':['111111111111','*']}", "{'Service':'*'}"})
    void anyoneIsPublic(String principal) throws MalformedPolicyException {
        assertThat(isPublic("'Effect':'Allow','Action':'s3:GetObject','Principal':" + principal))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'AWS':'111111111111'}", "{'Service':'cloudfront.amazonaws.com'}"})
    void fixedPrincipalsAreNot(String principal) throws MalformedPolicyException {
        assertThat(isPublic("'Effect':'Allow','Action':'s3:GetObject','Principal':" + principal))
                .isFalse();
    }

    @Test
    void denyingEveryoneIsNot() throws MalformedPolicyException {
        assertThat(isPublic("'Effect':'Deny','Principal':'*','Action':'s3:*'")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'StringEquals':{'aws:SourceVpc':'vpc-1'}}",
                "{'StringLike':{'AWS:SourceVpce':'vpce-1'}}",
                "{'StringEquals':{'aws:SourceAccount':['111111111111','222222222222']}}",
                "{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}",
                "{'ArnLike':{'aws:SourceArn':'arn:aws:cloudfront::1:distribution/E'}}",
                "{'ArnLike':{'s3:DataAccessPointArn':'arn:aws:s3:us-east-1:111111111111:accesspoint/*'}}",
                "{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'}}",
                "{'IpAddress':{'aws:SourceIp':['10.0.0.0/8','2001:db8::/32']}}"
            })
    void fixedValuesOfTheseKeysAreNot(String condition) throws MalformedPolicyException {
        assertThat(everyoneIf(condition)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'StringLike':{'aws:SourceVpc':'vpc-*'}}",
                "{'StringEquals':{'aws:SourceVpc':'${aws:username}'}}",
                "{'StringEqualsIfExists':{'aws:SourceVpc':'vpc-1'}}",
                "{'ForAllValues:StringEquals':{'aws:SourceVpc':'vpc-1'}}",
                "{'StringNotEquals':{'aws:SourceVpc':'vpc-1'}}",
                "{'StringEquals':{'aws:Referer':'x'}}",
                "{'StringEquals':{'aws:SourceVpc':[]}}",
                "{'ArnLike':{'s3:DataAccessPointArn':'arn:aws:s3:us-east-1:*:accesspoint/a'}}",
                "{'IpAddress':{'aws:SourceIp':'0.0.0.0/1'}}",
                "{'IpAddress':{'aws:SourceIp':['192.0.2.0/24','2001::/16']}}",
                "{'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}}",
                "{'Bool':{'aws:SecureTransport':'true'}}"
            })
    void othersStayPublic(String condition) throws MalformedPolicyException {
        assertThat(everyoneIf(condition)).isTrue();
    }

    @Test
    void onePublicStatementIsEnough() throws MalformedPolicyException {
        String json = "{'Statement':[{'Effect':'Allow','Principal':{'AWS':'111111111111'},'Action':'s3:*'},"
                + "{'Effect':'Allow','Principal':'*','Action':'s3:ListBucket'}]}";
        assertThat(PublicPolicy.isPublic(PolicyDocument.parse(json.replace('\'', '"'), PolicyType.RESOURCE)))
                .isTrue();
    }

    @Test
    void aPolicyThatCannotBeReadCountsAsPublic() {
        assertThat(PublicPolicy.isPublic(PolicyDocument.unreadable("{", PolicyType.RESOURCE, "not JSON")))
                .isTrue();
    }
}
