package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.api.accessanalyzer.ExternalAccessDetails;
import dev.glasshouse.api.accessanalyzer.Finding;
import dev.glasshouse.api.accessanalyzer.FindingDetails;
import dev.glasshouse.api.accessanalyzer.FindingSource;
import dev.glasshouse.api.accessanalyzer.FindingSourceDetail;
import dev.glasshouse.api.accessanalyzer.FindingSummary;
import dev.glasshouse.api.accessanalyzer.FindingSummaryV2;
import dev.glasshouse.api.accessanalyzer.GetFindingV2Response;
import dev.glasshouse.api.accessanalyzer.UnusedAction;
import dev.glasshouse.api.accessanalyzer.UnusedIamRoleDetails;
import dev.glasshouse.api.accessanalyzer.UnusedIamUserAccessKeyDetails;
import dev.glasshouse.api.accessanalyzer.UnusedIamUserPasswordDetails;
import dev.glasshouse.api.accessanalyzer.UnusedPermissionDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings as answers show them. */
final class FindingViews {

    private FindingViews() {}

    static FindingSummary summary(FindingRow row, String restriction) {
        FindingRow.Facts facts = row.facts();
        return FindingSummary.builder()
                .id(row.id())
                .principal(facts.principal())
                .action(facts.action())
                .resource(facts.resource())
                .isPublic(facts.isPublic())
                .resourceType(facts.resourceType())
                .condition(facts.condition())
                .createdAt(row.created())
                .analyzedAt(row.analyzed())
                .updatedAt(row.updated())
                .status(row.status())
                .resourceOwnerAccount(facts.account())
                .sources(sources(facts))
                .resourceControlPolicyRestriction(restriction)
                .build();
    }

    static Finding finding(FindingRow row, String restriction) {
        FindingRow.Facts facts = row.facts();
        return Finding.builder()
                .id(row.id())
                .principal(facts.principal())
                .action(facts.action())
                .resource(facts.resource())
                .isPublic(facts.isPublic())
                .resourceType(facts.resourceType())
                .condition(facts.condition())
                .createdAt(row.created())
                .analyzedAt(row.analyzed())
                .updatedAt(row.updated())
                .status(row.status())
                .resourceOwnerAccount(facts.account())
                .sources(sources(facts))
                .resourceControlPolicyRestriction(restriction)
                .build();
    }

    static FindingSummaryV2 summaryV2(FindingRow row) {
        return FindingSummaryV2.builder()
                .analyzedAt(row.analyzed())
                .createdAt(row.created())
                .id(row.id())
                .resource(row.facts().resource())
                .resourceType(row.facts().resourceType())
                .resourceOwnerAccount(row.facts().account())
                .status(row.status())
                .updatedAt(row.updated())
                .findingType(row.facts().type())
                .build();
    }

    static GetFindingV2Response findingV2(FindingRow row, List<FindingDetails> details, @Nullable String token) {
        return GetFindingV2Response.builder()
                .analyzedAt(row.analyzed())
                .createdAt(row.created())
                .id(row.id())
                .resource(row.facts().resource())
                .resourceType(row.facts().resourceType())
                .resourceOwnerAccount(row.facts().account())
                .status(row.status())
                .updatedAt(row.updated())
                .findingDetails(details)
                .nextToken(token)
                .findingType(row.facts().type())
                .build();
    }

    /** The details of a finding: those of unused permissions by service. */
    static List<FindingDetails> details(FindingRow row, String restriction) {
        return row.facts().type().equals(FindingRow.UNUSED_PERMISSION)
                ? row.facts().permissions().stream()
                        .map(FindingViews::permission)
                        .toList()
                : List.of(details(row.facts(), restriction));
    }

    private static FindingDetails permission(FindingRow.Unused unused) {
        return FindingDetails.builder()
                .unusedPermissionDetails(new UnusedPermissionDetails(
                        unused.actions().isEmpty()
                                ? null
                                : unused.actions().stream()
                                        .map(one -> new UnusedAction(one.action(), one.lastUsed()))
                                        .toList(),
                        unused.service(),
                        unused.lastUsed()))
                .build();
    }

    private static FindingDetails details(FindingRow.Facts facts, String restriction) {
        FindingDetails.Builder details = FindingDetails.builder();
        return switch (facts.type()) {
            case "UnusedIAMRole" ->
                details.unusedIamRoleDetails(new UnusedIamRoleDetails(facts.lastUsed()))
                        .build();
            case "UnusedIAMUserAccessKey" ->
                details.unusedIamUserAccessKeyDetails(new UnusedIamUserAccessKeyDetails(
                                String.valueOf(facts.accessKeyId()), facts.lastUsed()))
                        .build();
            case "UnusedIAMUserPassword" ->
                details.unusedIamUserPasswordDetails(new UnusedIamUserPasswordDetails(facts.lastUsed()))
                        .build();
            default ->
                details.externalAccessDetails(ExternalAccessDetails.builder()
                                .action(facts.action())
                                .condition(facts.condition())
                                .isPublic(facts.isPublic())
                                .principal(facts.principal())
                                .sources(sources(facts))
                                .resourceControlPolicyRestriction(restriction)
                                .build())
                        .build();
        };
    }

    static @Nullable List<FindingSource> sources(FindingRow.Facts facts) {
        String source = facts.source();
        if (source == null) {
            return null;
        }
        return List.of(new FindingSource(
                source, facts.accessPoint() == null ? null : new FindingSourceDetail(facts.accessPoint(), null)));
    }
}
