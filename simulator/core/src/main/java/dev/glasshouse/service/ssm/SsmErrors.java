package dev.glasshouse.service.ssm;

import dev.glasshouse.call.ServiceException;
import org.jspecify.annotations.Nullable;

/** The errors of Parameter Store; all are 400. */
final class SsmErrors {

    private SsmErrors() {}

    static ServiceException of(String code, @Nullable String text) {
        return ServiceException.of(code, 400, text);
    }

    static ServiceException validation(String text) {
        return of("ValidationException", text);
    }

    static ServiceException notFound() {
        return of("ParameterNotFound", null);
    }

    static ServiceException versionNotFound(String name, String version) {
        return of(
                "ParameterVersionNotFound",
                "Systems Manager could not find version " + version + " of " + name
                        + ". Verify the version and try again.");
    }

    static ServiceException labelNotFound(String name, String label) {
        return of(
                "ParameterVersionNotFound",
                "Systems Manager could not find version " + label + " of " + name
                        + ". Verify the version and try again.");
    }

    static ServiceException invalidNextToken() {
        return of("InvalidNextToken", "The specified token isn't valid.");
    }

    static ServiceException invalidResourceId() {
        return of(
                "InvalidResourceId",
                "The resource ID isn't valid. Verify that you entered the correct ID and try again.");
    }

    static ServiceException filterKey(String key, String allowed) {
        return of(
                "InvalidFilterKey",
                "The following filter key is not valid: " + key + ". Valid filter keys include: [" + allowed + "].");
    }

    static ServiceException filterOption(String option, String allowed) {
        return of(
                "InvalidFilterOption",
                "The following filter option is not valid: " + option + ". Valid options include: [" + allowed + "].");
    }

    static ServiceException filterValue(String text) {
        return of("InvalidFilterValue", text);
    }
}
