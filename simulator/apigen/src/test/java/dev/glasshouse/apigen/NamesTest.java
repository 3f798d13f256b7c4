package dev.glasshouse.apigen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "UserName,userName",
        "AWSAccountId,awsAccountId",
        "ACL,acl",
        "ETag,eTag",
        "SSEKMSKeyId,ssekmsKeyId",
        "MD5OfBody,md5OfBody",
        "message,message",
        "Default,default_",
        "Record,record_"
    })
    void aComponentBeginsSmallAndLeadingCapitalsAreOneWord(String member, String component) {
        assertThat(Names.component(member)).isEqualTo(component);
    }

    @ParameterizedTest
    @CsvSource({"Active,ACTIVE", "aws:kms,AWS_KMS", "us-east-1,US_EAST_1", "2012,_2012", "CreateKey,CREATE_KEY"})
    void aConstantIsInCapitals(String value, String constant) {
        assertThat(Names.constant(value)).isEqualTo(constant);
    }

    @Test
    void aRecordThatJavaItselfNamesGetsTheServicesIdInFront() {
        assertThat(Names.record("S3", "Object")).isEqualTo("S3Object");
        assertThat(Names.record("IAM", "User")).isEqualTo("User");
    }
}
