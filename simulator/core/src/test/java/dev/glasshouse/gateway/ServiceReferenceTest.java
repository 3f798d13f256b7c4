package dev.glasshouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist G-15 and A-8: actions and resource types are those of AWS's service reference. */
class ServiceReferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"iam", "sts", "organizations", "kms", "s3", "s3control", "ssm", "secretsmanager", "cloudtrail"})
    void g15_everyOperationHasAnActionOfItsService(String service) {
        ServiceModel model = ServiceCatalog.service(service);
        Set<String> unknown = new TreeSet<>();
        for (OperationModel operation : model.operations().values()) {
            String action = IamActions.of(model, operation).name();
            if (ServiceReference.find(action).isEmpty()) {
                unknown.add(action + " is no action");
            }
        }
        unknown.removeAll(ReferenceCheck.DIFFERENCES);
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "s3:GetObject,arn:aws:s3:::b/k/x,arn:${Partition}:s3:::${BucketName}/${ObjectName}",
        "s3:ListBucket,arn:aws:s3:::b,arn:${Partition}:s3:::${BucketName}",
        "KMS:decrypt,arn:aws:kms:us-east-1:111122223333:key/1,arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}",
        "secretsmanager:GetSecretValue,arn:aws:secretsmanager:us-east-1:1:secret:x,"
                + "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${SecretId}"
    })
    void aResourceHasTheFormOfItsClosestType(String action, String resource, String form) {
        assertThat(ServiceReference.find(action).orElseThrow().form(resource)).contains(form);
    }

    @Test
    void whatHasNoTypeAndWhatIsNoActionAreTold() {
        assertThat(ServiceReference.find("kms:ListKeys").orElseThrow().types()).isEmpty();
        assertThat(ServiceReference.find("kms:Decrypt").orElseThrow().form("arn:aws:s3:::b"))
                .isEmpty();
        assertThat(ServiceReference.find("kms:Nothing")).isEmpty();
        assertThat(ServiceReference.find("nobody:Nothing")).isEmpty();
        assertThat(ServiceReference.find("nothing")).isEmpty();
    }
}
