package dev.glasshouse.policy.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checklist E-9, and who may assume roles: what the services refuse whatever policies say. */
class ServiceRefusalsTest {

    @ParameterizedTest
    @CsvSource({
        "user/a,iam:GetPolicy,arn:aws:iam::aws:policy/ReadOnlyAccess,aws,Allowed",
        "user/a,iam:ListPolicyVersions,arn:aws:iam::aws:policy/ReadOnlyAccess,111111111111,Allowed",
        "user/a,iam:CreatePolicyVersion,arn:aws:iam::aws:policy/ReadOnlyAccess,aws,ImplicitlyDenied",
        "user/a,iam:DeletePolicy,arn:aws:iam::aws:policy/job-function/Billing,111111111111,ImplicitlyDenied",
        "user/a,iam:DeletePolicy,arn:aws:iam::111111111111:policy/mine,111111111111,Allowed",
        "user/a,iam:DeleteRole,arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/X,111111111111,"
                + "ImplicitlyDenied",
        "user/a,iam:GetRole,arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/X,111111111111,Allowed",
        "user/a,iam:PutRolePolicy,arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/Y,111111111111,"
                + "ImplicitlyDenied",
        "user/a,iam:DeleteServiceLinkedRole,arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/Y,"
                + "111111111111,Allowed",
        "user/a,iam:DeleteRole,arn:aws:iam::111111111111:role/mine,111111111111,Allowed",
        "root,iam:DeleteRole,arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/Y,111111111111,"
                + "ImplicitlyDenied"
    })
    void e9_whatBelongsToAwsIsNotChanged(
            String principal, String action, String resource, String account, String decision)
            throws CaseFormatException {
        String json = "{'request':{'principal':'arn:aws:iam::111111111111:" + principal + "','action':'" + action
                + "','resource':{'arn':'" + resource + "','account':'" + account + "'}},'policies':{'identity':["
                + "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}]}}";
        assertThat(CaseFormat.parse(json.replace('\'', '"')).decide().effect().word())
                .isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource({"root,ImplicitlyDenied", "user/a,Allowed"})
    void rolesAreNotAssumedByRootUsers(String principal, String decision) throws CaseFormatException {
        String json = "{'request':{'principal':'arn:aws:iam::111111111111:" + principal + "','action':'sts:AssumeRole',"
                + "'resource':{'arn':'arn:aws:iam::111111111111:role/r'}},'policies':{'identity':[{'Statement':{"
                + "'Effect':'Allow','Action':'*','Resource':'*'}}],'resource':{'Statement':{'Effect':'Allow',"
                + "'Principal':{'AWS':'111111111111'},'Action':'sts:AssumeRole'}}}}";
        assertThat(CaseFormat.parse(json.replace('\'', '"')).decide().effect().word())
                .isEqualTo(decision);
    }
}
