package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.organizations.EnableAllFeaturesResponse;
import dev.glasshouse.api.organizations.Handshake;
import dev.glasshouse.api.organizations.HandshakeParty;
import dev.glasshouse.api.organizations.HandshakeResource;
import dev.glasshouse.api.organizations.InviteAccountToOrganizationRequest;
import dev.glasshouse.api.organizations.InviteAccountToOrganizationResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Handshakes: how they are sent, and what comes of one that was accepted. */
final class Handshakes {

    private static final Duration INVITATION = Duration.ofDays(15);
    private static final Duration MIGRATION = Duration.ofDays(90);

    private final Provisioning provisioning;

    Handshakes(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "InviteAccountToOrganization",
                        (InviteAccountToOrganizationRequest in, Call call) -> Plans.tagging(
                                call,
                                Plans.ask(
                                        call,
                                        "InviteAccountToOrganization",
                                        false,
                                        ContextKeys.EMPTY,
                                        in.target().id()),
                                in.tags(),
                                "arn:aws:organizations::" + call.caller().account() + ":account/*"),
                        this::invite),
                write(
                        "EnableAllFeatures",
                        (in, call) -> Plans.ask(call, "EnableAllFeatures", false),
                        (in, call) -> enableAllFeatures(call)));
    }

    private static HandshakeRow add(
            WriteCall call,
            OrganizationRow of,
            String action,
            Duration lasts,
            HandshakeParty target,
            @Nullable String account,
            @Nullable String notes,
            @Nullable String parent,
            Map<String, String> tags) {
        HandshakeRow row = new HandshakeRow(
                of.id(),
                "h-" + call.ids().lowerAlphanumeric("organizations.handshake", target.id(), 32),
                action,
                HandshakeRow.REQUESTED,
                call.now(),
                call.now().plus(lasts),
                target.type(),
                target.id(),
                account,
                notes,
                parent,
                tags);
        call.tx().put(Tables.HANDSHAKES, Scope.SANDBOX, row.id(), row);
        return row;
    }

    private InviteAccountToOrganizationResponse invite(InviteAccountToOrganizationRequest in, WriteCall call) {
        OrganizationRow of = Seat.management(call).organization();
        HandshakeParty target = in.target();
        String account = account(call, target);
        if (account != null && Seat.find(call.state(), account).isPresent()) {
            throw OrganizationsErrors.handshake(
                    "ALREADY_IN_AN_ORGANIZATION", "The specified account is already a member of an organization.");
        }
        boolean open = call.state().rows(Tables.HANDSHAKES, Scope.SANDBOX).values().stream()
                .anyMatch(row -> row.organization().equals(of.id())
                        && row.action().equals(HandshakeRow.INVITE)
                        && row.target().equalsIgnoreCase(target.id())
                        && row.isOpen(call.now()));
        if (open) {
            throw OrganizationsErrors.duplicateHandshake();
        }
        if (Members.isFull(call.tx(), of)) {
            throw OrganizationsErrors.handshake(
                    "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
                    "You have exceeded the allowed number of AWS accounts in your organization.");
        }
        HandshakeRow row = add(
                call,
                of,
                HandshakeRow.INVITE,
                INVITATION,
                target,
                account,
                in.notes(),
                null,
                Tagging.merge(Map.of(), in.tags()));
        return new InviteAccountToOrganizationResponse(shown(call.state(), row, call.now()));
    }

    private @Nullable String account(Call call, HandshakeParty target) {
        switch (target.type()) {
            case "ACCOUNT" -> {
                if (!provisioning.accounts(call.state()).contains(target.id())) {
                    throw OrganizationsErrors.noAccount();
                }
                return target.id();
            }
            case "EMAIL" -> {
                return provisioning.accounts(call.state()).stream()
                        .filter(account -> email(call.state(), account).equalsIgnoreCase(target.id()))
                        .findFirst()
                        .orElse(null);
            }
            default ->
                throw OrganizationsErrors.invalid(
                        "INVALID_PARTY_TYPE_TARGET", "You specified the wrong type of entity as a party.");
        }
    }

    private static String email(StateReader state, String account) {
        return state.get(Tables.MEMBERS, Scope.SANDBOX, account)
                .map(MemberRow::email)
                .orElseGet(() -> Members.standalone(account).email());
    }

    private static EnableAllFeaturesResponse enableAllFeatures(WriteCall call) {
        OrganizationRow of = Seat.management(call).organization();
        if (of.allFeatures()) {
            throw OrganizationsErrors.handshake(
                    "ORGANIZATION_ALREADY_HAS_ALL_FEATURES", "The organization has already enabled all features.");
        }
        boolean pending = call.state().rows(Tables.HANDSHAKES, Scope.SANDBOX).values().stream()
                .anyMatch(row -> row.organization().equals(of.id())
                        && row.action().equals(HandshakeRow.ENABLE_ALL_FEATURES)
                        && row.isOpen(call.now()));
        if (pending) {
            throw OrganizationsErrors.handshake(
                    "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION",
                    "The organization has already started the process to enable all features.");
        }
        HandshakeRow parent = add(
                call,
                of,
                HandshakeRow.ENABLE_ALL_FEATURES,
                MIGRATION,
                new HandshakeParty(of.id(), "ORGANIZATION"),
                of.management(),
                null,
                null,
                Map.of());
        for (MemberRow member : Members.of(call.state(), of).values()) {
            if (member.method().equals(MemberRow.INVITED) && !member.id().equals(of.management())) {
                add(
                        call,
                        of,
                        HandshakeRow.APPROVE_ALL_FEATURES,
                        MIGRATION,
                        new HandshakeParty(member.id(), "ACCOUNT"),
                        member.id(),
                        null,
                        parent.id(),
                        Map.of());
            }
        }
        return new EnableAllFeaturesResponse(shown(call.state(), parent, call.now()));
    }

    /** Does what was agreed on. */
    static void carryOut(WriteCall call, HandshakeRow row) {
        OrganizationRow of =
                Tables.organization(call.state(), row.organization()).orElseThrow(OrganizationsErrors::noHandshake);
        switch (row.action()) {
            case HandshakeRow.INVITE -> {
                String account = call.caller().account();
                if (Seat.find(call.state(), account).isPresent()) {
                    throw OrganizationsErrors.handshake(
                            "ALREADY_IN_AN_ORGANIZATION",
                            "The specified account is already a member of an organization.");
                }
                Members.add(call.tx(), of, Members.standalone(account), MemberRow.INVITED, row.tags());
            }
            case HandshakeRow.ENABLE_ALL_FEATURES -> {
                boolean open = call.state().rows(Tables.HANDSHAKES, Scope.SANDBOX).values().stream()
                        .anyMatch(child -> row.id().equals(child.parent())
                                && !child.state().equals(HandshakeRow.ACCEPTED));
                if (open) {
                    throw OrganizationsErrors.handshakeTransition(HandshakeRow.REQUESTED, HandshakeRow.ACCEPTED);
                }
                call.tx().put(Tables.ORGANIZATIONS, Scope.SANDBOX, of.id(), of.withFeatures(OrganizationRow.ALL));
            }
            default -> {
                // an approval only stands for itself
            }
        }
    }

    static String arn(OrganizationRow of, HandshakeRow row) {
        return of.arn("handshake", row.action().toLowerCase(Locale.ROOT) + "/" + row.id());
    }

    static Handshake shown(StateReader state, HandshakeRow row, Instant now) {
        OrganizationRow of =
                Tables.organization(state, row.organization()).orElseThrow(OrganizationsErrors::noHandshake);
        List<HandshakeParty> parties = new ArrayList<>();
        parties.add(new HandshakeParty(of.id(), "ORGANIZATION"));
        if (!row.targetType().equals("ORGANIZATION")) {
            parties.add(new HandshakeParty(row.target(), row.targetType()));
        }
        return Handshake.builder()
                .id(row.id())
                .arn(arn(of, row))
                .parties(parties)
                .state(row.stateAt(now))
                .requestedTimestamp(row.requested())
                .expirationTimestamp(row.expires())
                .action(row.action())
                .resources(resources(state, of, row))
                .build();
    }

    private static List<HandshakeResource> resources(StateReader state, OrganizationRow of, HandshakeRow row) {
        List<HandshakeResource> resources = new ArrayList<>();
        MemberRow management = Tables.member(state, of, of.management()).orElse(null);
        List<HandshakeResource> sender = management == null || !row.action().equals(HandshakeRow.INVITE)
                ? null
                : List.of(
                        new HandshakeResource(management.email(), "MASTER_EMAIL", null),
                        new HandshakeResource(management.name(), "MASTER_NAME", null),
                        new HandshakeResource(of.features(), "ORGANIZATION_FEATURE_SET", null));
        resources.add(new HandshakeResource(of.id(), "ORGANIZATION", sender));
        if (!row.targetType().equals("ORGANIZATION")) {
            resources.add(new HandshakeResource(row.target(), row.targetType(), null));
        }
        if (row.notes() != null) {
            resources.add(new HandshakeResource(row.notes(), "NOTES", null));
        }
        if (row.parent() != null) {
            resources.add(new HandshakeResource(row.parent(), "PARENT_HANDSHAKE", null));
        }
        return resources;
    }
}
