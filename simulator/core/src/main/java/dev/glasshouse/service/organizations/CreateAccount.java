package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.organizations.CreateAccountRequest;
import dev.glasshouse.api.organizations.CreateAccountResponse;
import dev.glasshouse.api.organizations.CreateAccountStatus;
import dev.glasshouse.api.organizations.DescribeCreateAccountStatusRequest;
import dev.glasshouse.api.organizations.DescribeCreateAccountStatusResponse;
import dev.glasshouse.api.organizations.ListCreateAccountStatusRequest;
import dev.glasshouse.api.organizations.ListCreateAccountStatusResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * New accounts. The account is there at once; its request goes on for some seconds, or until somebody asks for its
 * status. See
 * <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html">CreateAccount</a>.
 */
final class CreateAccount {

    private static final String ROLE = "OrganizationAccountAccessRole";
    private static final Duration LASTS = Duration.ofSeconds(5);
    private static final long FIRST_ACCOUNT = 100_000_000_000L;

    private final Provisioning provisioning;

    CreateAccount(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateAccount",
                        (CreateAccountRequest in, Call call) -> Plans.tagging(
                                call,
                                Plans.ask(call, "CreateAccount", false),
                                in.tags(),
                                "arn:aws:organizations::" + call.caller().account() + ":account/*"),
                        this::create),
                write(
                        "DescribeCreateAccountStatus",
                        OperationFacts.DEFAULT.withReadOnly(true),
                        (DescribeCreateAccountStatusRequest in, Call call) ->
                                Plans.ask(call, "DescribeCreateAccountStatus", true),
                        CreateAccount::poll),
                read(
                        "ListCreateAccountStatus",
                        (ListCreateAccountStatusRequest in, Call call) ->
                                Plans.ask(call, "ListCreateAccountStatus", true),
                        CreateAccount::list));
    }

    private CreateAccountResponse create(CreateAccountRequest in, WriteCall call) {
        OrganizationRow of = Seat.management(call).organization();
        Map<String, String> tags = Tagging.merge(Map.of(), in.tags());
        String role = in.roleName() == null ? ROLE : in.roleName();
        if (role.startsWith("AWSServiceRoleFor")) {
            throw OrganizationsErrors.invalid(
                    "INVALID_ROLE_NAME",
                    "You provided a role name that isn't valid. A role name can't begin with the reserved prefix"
                            + " AWSServiceRoleFor.");
        }
        boolean taken = call.state().rows(Tables.MEMBERS, Scope.SANDBOX).values().stream()
                .anyMatch(row -> row.email().equalsIgnoreCase(in.email()));
        boolean full = Members.isFull(call.tx(), of);
        String account = null;
        if (!taken && !full) {
            account = newAccount(call);
            provisioning.createMember(call.tx(), account, role, of.management());
            Members.add(
                    call.tx(), of, new Members.Person(account, in.accountName(), in.email()), MemberRow.CREATED, tags);
        }
        AccountRequestRow row = new AccountRequestRow(
                of.id(),
                "car-" + call.ids().lowerAlphanumeric("organizations.request", in.accountName(), 32),
                in.accountName(),
                call.now(),
                null,
                account,
                taken ? "EMAIL_ALREADY_EXISTS" : full ? "ACCOUNT_LIMIT_EXCEEDED" : null);
        call.tx().put(Tables.REQUESTS, Scope.SANDBOX, row.id(), row);
        return new CreateAccountResponse(shown(row, call.now()));
    }

    /** Twelve digits that no account of the sandbox has, the first not a zero. */
    private String newAccount(WriteCall call) {
        while (true) {
            long number = ByteBuffer.wrap(call.ids().bytes("organizations.account", "", 8))
                            .getLong()
                    >>> 1;
            String id = String.format(Locale.ROOT, "%012d", FIRST_ACCOUNT + number % (9 * FIRST_ACCOUNT));
            if (!provisioning.accounts(call.state()).contains(id)) {
                return id;
            }
        }
    }

    private static boolean isOver(AccountRequestRow row, Instant now) {
        return row.completed() != null || !now.isBefore(row.requested().plus(LASTS));
    }

    private static String state(AccountRequestRow row, Instant now) {
        if (!isOver(row, now)) {
            return "IN_PROGRESS";
        }
        return row.failure() == null ? "SUCCEEDED" : "FAILED";
    }

    private static CreateAccountStatus shown(AccountRequestRow row, Instant now) {
        boolean over = isOver(row, now);
        return CreateAccountStatus.builder()
                .id(row.id())
                .accountName(row.name())
                .state(state(row, now))
                .requestedTimestamp(row.requested())
                .completedTimestamp(
                        !over ? null : row.completed() == null ? row.requested().plus(LASTS) : row.completed())
                .accountId(over ? row.account() : null)
                .failureReason(over ? row.failure() : null)
                .build();
    }

    private static DescribeCreateAccountStatusResponse poll(DescribeCreateAccountStatusRequest in, WriteCall call) {
        OrganizationRow of = Seat.reader(call).organization();
        StateReader state = call.state();
        AccountRequestRow row = state.get(Tables.REQUESTS, Scope.SANDBOX, in.createAccountRequestId())
                .filter(found -> found.organization().equals(of.id()))
                .orElseThrow(OrganizationsErrors::noStatus);
        // whoever waits for it must not hang on a clock that stands still
        if (!isOver(row, call.now())) {
            row = row.withCompleted(call.now());
            call.tx().put(Tables.REQUESTS, Scope.SANDBOX, row.id(), row);
        }
        return new DescribeCreateAccountStatusResponse(shown(row, call.now()));
    }

    private static ListCreateAccountStatusResponse list(ListCreateAccountStatusRequest in, Call call) {
        OrganizationRow of = Seat.reader(call).organization();
        List<String> states = in.states() == null ? List.of() : in.states();
        Listing<CreateAccountStatus> page = Listing.of(
                new Listing.Asked(
                        call, "ListCreateAccountStatus", String.join(",", states), in.nextToken(), in.maxResults()),
                call.state().rows(Tables.REQUESTS, Scope.SANDBOX),
                (id, row) -> row.organization().equals(of.id())
                        && (states.isEmpty() || states.contains(state(row, call.now()))),
                row -> shown(row, call.now()));
        return new ListCreateAccountStatusResponse(page.items(), page.next());
    }
}
