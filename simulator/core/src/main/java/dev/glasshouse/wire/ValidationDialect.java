package dev.glasshouse.wire;

import dev.glasshouse.api.model.ServiceModel;
import java.util.List;

/** How a service words the constraints that an input breaks. */
public interface ValidationDialect {

    /** The error for one or more violations. */
    WireError error(List<Violation> violations);

    /** The dialect of a service. */
    static ValidationDialect of(ServiceModel service) {
        return switch (service.name()) {
            case "s3" -> new S3Validation();
            case "ec2" -> new Ec2Validation();
            case "iam" -> new IamValidation();
            case "logs" -> new CommonValidation("InvalidParameterException", true);
            case "kms" -> new KmsValidation();
            case "organizations" -> new OrganizationsValidation();
            default ->
                new CommonValidation(
                        service.protocols().contains("query") ? "ValidationError" : "ValidationException", true);
        };
    }
}
