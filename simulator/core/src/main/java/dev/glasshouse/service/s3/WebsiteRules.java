package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.Condition;
import dev.glasshouse.api.s3.Redirect;
import dev.glasshouse.api.s3.RoutingRule;
import dev.glasshouse.api.s3.WebsiteConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What S3 accepts as the configuration of a website. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html">PutBucketWebsite</a>.
 */
final class WebsiteRules {

    private static final int MOST_RULES = 50;
    private static final String INDEX = "IndexDocument";

    private WebsiteRules() {}

    static void require(WebsiteConfiguration site) {
        if (site.redirectAllRequestsTo() != null) {
            if (site.indexDocument() != null || site.errorDocument() != null || site.routingRules() != null) {
                throw S3Errors.invalidArgument(
                        "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
                        "RedirectAllRequestsTo",
                        "not null");
            }
            if (site.redirectAllRequestsTo().hostName().isEmpty()) {
                throw S3Errors.invalidRequest(
                        "A host name must be provided to redirect all requests (e.g. \"example.com\").");
            }
            requireProtocol(site.redirectAllRequestsTo().protocol());
            return;
        }
        if (site.indexDocument() == null) {
            throw S3Errors.invalidArgument(
                    "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
                    INDEX,
                    "null");
        }
        String suffix = site.indexDocument().suffix();
        if (suffix.isEmpty() || suffix.indexOf('/') >= 0) {
            throw suffix.isEmpty()
                    ? S3Errors.invalidArgument("The IndexDocument Suffix is not well formed", INDEX)
                    : S3Errors.invalidArgument("The IndexDocument Suffix is not well formed", INDEX, suffix);
        }
        if (site.errorDocument() != null && site.errorDocument().key().isEmpty()) {
            throw S3Errors.invalidArgument("The ErrorDocument Key is not well formed", "ErrorDocument", "");
        }
        if (site.routingRules() != null) {
            requireRules(site.routingRules());
        }
    }

    private static void requireRules(List<RoutingRule> rules) {
        if (rules.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        if (rules.size() > MOST_RULES) {
            throw S3Errors.invalidRequest("The number of routing rules must not exceed the allowed limit of 50 rules.");
        }
        for (RoutingRule rule : rules) {
            Redirect redirect = rule.redirect();
            if (redirect.replaceKeyPrefixWith() != null && redirect.replaceKeyWith() != null) {
                throw S3Errors.invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
            }
            boolean empty = rule.condition() != null
                    && rule.condition().httpErrorCodeReturnedEquals() == null
                    && rule.condition().keyPrefixEquals() == null;
            if (empty) {
                throw S3Errors.invalidRequest("Condition cannot be empty. To redirect all requests without a condition,"
                        + " the condition element shouldn't be present.");
            }
            requireProtocol(redirect.protocol());
            requireCodes(rule.condition(), redirect);
        }
    }

    private static void requireCodes(@Nullable Condition condition, Redirect redirect) {
        String error = condition == null ? null : condition.httpErrorCodeReturnedEquals();
        requireNumber(error);
        if (error != null && !isCode(error, "45")) {
            throw S3Errors.invalidRequest(
                    "The provided HTTP error code (" + error + ") is not valid. Valid codes are 4XX or 5XX.");
        }
        String code = redirect.httpRedirectCode();
        requireNumber(code);
        if (code != null && (!isCode(code, "3") || code.equals("300"))) {
            throw S3Errors.invalidRequest(
                    "The provided HTTP redirect code (" + code + ") is not valid. Valid codes are 3XX except 300.");
        }
    }

    private static void requireNumber(@Nullable String code) {
        if (code != null && (code.isEmpty() || !code.chars().allMatch(c -> c >= '0' && c <= '9'))) {
            throw S3Errors.malformedXml();
        }
    }

    private static boolean isCode(String text, String firsts) {
        return text.length() == 3 && firsts.indexOf(text.charAt(0)) >= 0;
    }

    private static void requireProtocol(@Nullable String protocol) {
        if (protocol != null && !protocol.equals("http") && !protocol.equals("https")) {
            throw S3Errors.invalidRequest("Invalid protocol, protocol can be http or https. If not defined the protocol"
                    + " will be selected automatically.");
        }
    }
}
