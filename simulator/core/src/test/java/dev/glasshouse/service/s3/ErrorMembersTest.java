package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.ApiClient;
import dev.glasshouse.TestCloud;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What S3's errors have beside code and message: the name of what is missing, or the argument that is wrong. */
class ErrorMembersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestCloud CLOUD = new TestCloud("error-members");
    private static final ApiClient CLIENT =
            CLOUD.simulator().client(CLOUD.sandbox(), CLOUD.control().administrator(TestCloud.ACCOUNT));
    private static String upload = "";

    @BeforeAll
    static void furnish() throws IOException {
        for (String bucket : List.of("plain", "open")) {
            done("s3:CreateBucket", "{'Bucket':'" + bucket + "'}");
        }
        assertThat(CLIENT.in("eu-west-1")
                        .call(
                                "s3:CreateBucket",
                                json("{'Bucket':'far','CreateBucketConfiguration':{'LocationConstraint':'eu-west-1'}}"))
                        .error())
                .isNull();
        done("s3:PutBucketVersioning", "{'Bucket':'open','VersioningConfiguration':{'Status':'Enabled'}}");
        done("s3:PutObject", "{'Bucket':'plain','Key':'key','Body':'0123456789'}");
        upload = done("s3:CreateMultipartUpload", "{'Bucket':'plain','Key':'up'}")
                .path("UploadId")
                .asText();
    }

    @AfterAll
    static void close() {
        CLOUD.close();
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"').replace("<upload>", upload));
    }

    private static JsonNode done(String operation, String input) throws IOException {
        ApiClient.Answer answer = CLIENT.call(operation, json(input));
        assertThat(answer.error()).as(operation).isNull();
        return answer.output();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DeleteBucketCors | {'Bucket':'nowhere'} | {'BucketName':'nowhere'}
            GetBucketCors | {'Bucket':'plain'} | {'BucketName':'plain'}
            GetBucketLifecycleConfiguration | {'Bucket':'plain'} | {'BucketName':'plain'}
            GetBucketReplication | {'Bucket':'plain'} | {'BucketName':'plain'}
            GetBucketWebsite | {'Bucket':'plain'} | {'BucketName':'plain'}
            GetBucketPolicy | {'Bucket':'plain'} | {'BucketName':'plain'}
            GetBucketTagging | {'Bucket':'plain'} | {'BucketName':'plain'}
            GetObjectLockConfiguration | {'Bucket':'plain'} | {'BucketName':'plain'}
            GetBucketMetricsConfiguration | {'Bucket':'plain','Id':'a'} | {}
            GetObject | {'Bucket':'plain','Key':'none'} | {'Key':'none'}
            GetObject | {'Bucket':'plain','Key':'key','Range':'bytes=90-'} | {'RangeRequested':'bytes=90-','ActualObjectSize':'10'}
            GetObject | {'Bucket':'plain','Key':'key','PartNumber':5} | {'PartNumberRequested':'5','ActualPartCount':'1'}
            GetObject | {'Bucket':'plain','Key':'key','IfMatch':'x'} | {'Condition':'If-Match'}
            CompleteMultipartUpload | {'Bucket':'plain','Key':'up','UploadId':'<upload>','MultipartUpload':{'Parts':[{'PartNumber':2,'ETag':'x'},{'PartNumber':1,'ETag':'x'}]}} | {'UploadId':'<upload>'}
            AbortMultipartUpload | {'Bucket':'plain','Key':'up','UploadId':'none'} | {'UploadId':'none'}
            PutBucketLogging | {'Bucket':'plain','BucketLoggingStatus':{'LoggingEnabled':{'TargetBucket':'nowhere','TargetPrefix':''}}} | {'TargetBucket':'nowhere'}
            PutBucketLogging | {'Bucket':'plain','BucketLoggingStatus':{'LoggingEnabled':{'TargetBucket':'far','TargetPrefix':''}}} | {'TargetBucketLocation':'eu-west-1'}
            PutBucketTagging | {'Bucket':'plain','Tagging':{'TagSet':[{'Key':'a~','Value':''}]}} | {'TagKey':'a~'}
            PutBucketTagging | {'Bucket':'plain','Tagging':{'TagSet':[{'Key':'a','Value':'~'}]}} | {'TagKey':'a','TagValue':'~'}
            PutBucketLifecycleConfiguration | {'Bucket':'plain','LifecycleConfiguration':{'Rules':[{'Status':'Enabled','Filter':{},'Expiration':{'Days':0}}]}} | {'ArgumentName':'Days','ArgumentValue':'0'}
            PutBucketLifecycleConfiguration | {'Bucket':'plain','LifecycleConfiguration':{'Rules':[{'Status':'Enabled','Filter':{},'Transitions':[{'Days':1,'StorageClass':'STANDARD'}]}]}} | {'ArgumentName':'StorageClass','ArgumentValue':'STANDARD'}
            PutBucketLifecycleConfiguration | {'Bucket':'plain','LifecycleConfiguration':{'Rules':[{'Status':'Enabled','Filter':{},'Expiration':{'Date':'2030-07-01T01:00:00Z'}}]}} | {'ArgumentName':'Date','ArgumentValue':'Sun Jun 30 18:00:00 PDT 2030'}
            PutBucketReplication | {'Bucket':'open','ReplicationConfiguration':{'Role':'x','Rules':[{'Status':'Enabled','Prefix':'','Destination':{'Bucket':'arn:aws:s3:::far'}}]}} | {'ArgumentName':'Role','ArgumentValue':'x'}
            PutBucketNotificationConfiguration | {'Bucket':'plain','NotificationConfiguration':{'QueueConfigurations':[{'QueueArn':'arn:aws:sqs:us-east-1:111122223333:q','Events':['s3:ObjectCreated:*']}]}} | {'ArgumentName1':'arn:aws:sqs:us-east-1:111122223333:q','ArgumentValue1':'The destination queue does not exist'}
            PutBucketWebsite | {'Bucket':'plain','WebsiteConfiguration':{}} | {'ArgumentName':'IndexDocument','ArgumentValue':'null'}
            PutBucketCors | {'Bucket':'plain','CORSConfiguration':{'CORSRules':[]}} | {}
            """)
    void an_error_names_what_is_missing_or_wrong(String operation, String input, String members) throws IOException {
        ApiClient.Answer answer = CLIENT.call("s3:" + operation, json(input));
        assertThat(answer.error()).isNotNull();
        assertThat(answer.error().details())
                .isEqualTo(JSON.convertValue(json(members), new TypeReference<Map<String, String>>() {}));
    }
}
