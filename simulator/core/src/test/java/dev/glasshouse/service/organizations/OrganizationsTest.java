package dev.glasshouse.service.organizations;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.OTHER_ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static dev.glasshouse.TestCloud.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.Credentials;
import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.AccountState;
import software.amazon.awssdk.services.organizations.model.ChildType;
import software.amazon.awssdk.services.organizations.model.ConstraintViolationException;
import software.amazon.awssdk.services.organizations.model.CreateAccountState;
import software.amazon.awssdk.services.organizations.model.HandshakePartyType;
import software.amazon.awssdk.services.organizations.model.HandshakeState;
import software.amazon.awssdk.services.organizations.model.InvalidInputException;
import software.amazon.awssdk.services.organizations.model.Organization;
import software.amazon.awssdk.services.organizations.model.OrganizationsException;
import software.amazon.awssdk.services.organizations.model.PolicyType;
import software.amazon.awssdk.services.organizations.model.Tag;

/** The organization, its tree, accounts, policies and handshakes. */
class OrganizationsTest {

    private static final String DENY_S3 =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

    private final TestCloud cloud = new TestCloud();
    private final OrganizationsClient admin = cloud.admin(OrganizationsClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private OrganizationsClient other() {
        return cloud.as(cloud.control().administrator(OTHER_ACCOUNT), OrganizationsClient.builder());
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(OrganizationsException.class, call);
    }

    private String create() {
        admin.createOrganization();
        return admin.listRoots().roots().get(0).id();
    }

    private String account(String name) {
        String request = admin.createAccount(ask -> ask.accountName(name).email(name + "@example.org"))
                .createAccountStatus()
                .id();
        return admin.describeCreateAccountStatus(ask -> ask.createAccountRequestId(request))
                .createAccountStatus()
                .accountId();
    }

    private String unit(String parent, String name) {
        return admin.createOrganizationalUnit(ask -> ask.parentId(parent).name(name))
                .organizationalUnit()
                .id();
    }

    @Test
    void values_that_break_a_constraint_are_refused_with_a_reason() {
        InvalidInputException e = catchThrowableOfType(
                InvalidInputException.class, () -> admin.describePolicy(ask -> ask.policyId("nope")));
        assertThat(fault(e))
                .isEqualTo("InvalidInputException 400 You provided a value that does not match the required pattern.");
        assertThat(e.reasonAsString()).isEqualTo("INVALID_PATTERN");
        InvalidInputException type =
                catchThrowableOfType(InvalidInputException.class, () -> admin.listPolicies(ask -> ask.filter("MOTO")));
        assertThat(fault(type)).isEqualTo("InvalidInputException 400 You specified an invalid value.");
        assertThat(type.reasonAsString()).isEqualTo("INVALID_ENUM");
    }

    @Test
    void who_is_in_no_organization_is_told_so() {
        assertThat(failure(admin::describeOrganization))
                .isEqualTo("AWSOrganizationsNotInUseException 400 Your account is not a member of an organization.");
    }

    @Test
    void the_account_that_makes_an_organization_is_its_management_account() {
        Organization made = admin.createOrganization().organization();
        assertThat(made.id()).matches("o-[a-z0-9]{10}");
        assertThat(made.arn()).isEqualTo("arn:aws:organizations::" + ACCOUNT + ":organization/" + made.id());
        assertThat(made.masterAccountArn())
                .isEqualTo("arn:aws:organizations::" + ACCOUNT + ":account/" + made.id() + "/" + ACCOUNT);
        assertThat(made.featureSetAsString()).isEqualTo("ALL");
        assertThat(made.availablePolicyTypes())
                .extracting(type -> type.type())
                .containsExactly(PolicyType.SERVICE_CONTROL_POLICY);
        assertThat(admin.describeOrganization().organization()).isEqualTo(made);
        assertThat(failure(admin::createOrganization))
                .isEqualTo("AlreadyInOrganizationException 400 The provided account is already a member of an"
                        + " organization.");
        assertThat(admin.listRoots().roots().get(0).policyTypes()).isEmpty();
        assertThat(admin.listRoots().roots().get(0).id()).matches("r-[a-z0-9]{4}");
    }

    private static boolean isLinked(IamClient iam) {
        return iam.listRoles(ask -> ask.pathPrefix("/aws-service-role/organizations.amazonaws.com/")).roles().stream()
                .anyMatch(role -> role.roleName().equals("AWSServiceRoleForOrganizations"));
    }

    @Test
    void every_account_of_an_organization_has_its_service_linked_role() {
        IamClient own = cloud.admin(IamClient.builder());
        IamClient invited = cloud.as(cloud.control().administrator(OTHER_ACCOUNT), IamClient.builder());
        assertThat(isLinked(own)).isFalse();
        create();
        assertThat(isLinked(own)).isTrue();
        assertThat(isLinked(invited)).isFalse();
        join();
        assertThat(isLinked(invited)).isTrue();
        String made = account("dev");
        assertThat(isLinked(cloud.as(cloud.control().administrator(made), IamClient.builder())))
                .isTrue();
        assertThat(cloud.control()
                        .events(10, event -> event.json().utf8().contains("\"eventName\":\"CreateServiceLinkedRole\"")))
                .hasSize(2)
                .allMatch(event -> event.json().utf8().contains("\"invokedBy\":\"organizations.amazonaws.com\""));
    }

    @Test
    void an_organization_made_again_keeps_the_role_that_is_there() {
        create();
        admin.deleteOrganization();
        Credentials user = cloud.user("u", allow("organizations:CreateOrganization", "*"));
        cloud.as(user, OrganizationsClient.builder()).createOrganization();
        assertThat(isLinked(cloud.admin(IamClient.builder()))).isTrue();
    }

    @Test
    void an_account_is_made_in_the_background_and_has_the_access_role() {
        create();
        var status = admin.createAccount(ask -> ask.accountName("prod").email("prod@example.org"))
                .createAccountStatus();
        assertThat(status.state()).isEqualTo(CreateAccountState.IN_PROGRESS);
        assertThat(status.accountId()).isNull();
        var done = admin.describeCreateAccountStatus(ask -> ask.createAccountRequestId(status.id()))
                .createAccountStatus();
        assertThat(done.state()).isEqualTo(CreateAccountState.SUCCEEDED);
        assertThat(done.completedTimestamp()).isNotNull();
        String account = done.accountId();
        var shown = admin.describeAccount(ask -> ask.accountId(account)).account();
        assertThat(shown.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(shown.joinedMethodAsString()).isEqualTo("CREATED");
        assertThat(cloud.control().accounts()).contains(account);
        assertThat(cloud.control().credentials("arn:aws:iam::" + account + ":role/OrganizationAccountAccessRole"))
                .isNotNull();
        assertThat(cloud.control().administrator(account).principal()).isEqualTo("arn:aws:iam::" + account + ":root");
    }

    @Test
    void two_accounts_cannot_have_one_address() {
        create();
        account("prod");
        String request = admin.createAccount(ask -> ask.accountName("again").email("PROD@example.org"))
                .createAccountStatus()
                .id();
        var status = admin.describeCreateAccountStatus(ask -> ask.createAccountRequestId(request))
                .createAccountStatus();
        assertThat(status.stateAsString()).isEqualTo("FAILED");
        assertThat(status.failureReasonAsString()).isEqualTo("EMAIL_ALREADY_EXISTS");
        assertThat(status.accountId()).isNull();
    }

    @Test
    void units_nest_five_deep_and_no_deeper() {
        String parent = create();
        for (int depth = 1; depth <= 5; depth++) {
            parent = unit(parent, "level" + depth);
        }
        String last = parent;
        ConstraintViolationException e =
                catchThrowableOfType(ConstraintViolationException.class, () -> unit(last, "level6"));
        assertThat(e.reasonAsString()).isEqualTo("OU_DEPTH_LIMIT_EXCEEDED");
    }

    @Test
    void names_of_units_are_unique_in_their_parent_only() {
        String root = create();
        String a = unit(root, "a");
        assertThat(failure(() -> unit(root, "a")))
                .isEqualTo("DuplicateOrganizationalUnitException 400 An OU with the same name already exists.");
        assertThat(unit(a, "a")).matches("ou-" + root.substring(2) + "-[a-z0-9]{8}");
        assertThat(failure(() -> admin.deleteOrganizationalUnit(ask -> ask.organizationalUnitId(a))))
                .startsWith("OrganizationalUnitNotEmptyException");
    }

    @Test
    void accounts_move_between_parents() {
        String root = create();
        String unit = unit(root, "workloads");
        String account = account("prod");
        admin.moveAccount(ask -> ask.accountId(account).sourceParentId(root).destinationParentId(unit));
        assertThat(admin.listParents(ask -> ask.childId(account))
                        .parents()
                        .get(0)
                        .id())
                .isEqualTo(unit);
        assertThat(admin.listChildren(ask -> ask.parentId(unit).childType(ChildType.ACCOUNT))
                        .children())
                .extracting("id")
                .containsExactly(account);
        assertThat(failure(() -> admin.moveAccount(
                        ask -> ask.accountId(account).sourceParentId(root).destinationParentId(unit))))
                .startsWith("DuplicateAccountException");
        assertThat(admin.listAccountsForParent(ask -> ask.parentId(unit)).accounts())
                .extracting("id")
                .containsExactly(account);
    }

    @Test
    void a_policy_is_attached_only_where_its_type_is_enabled() {
        String root = create();
        String policy = admin.createPolicy(ask -> ask.type(PolicyType.SERVICE_CONTROL_POLICY)
                        .name("no-s3")
                        .description("")
                        .content(DENY_S3))
                .policy()
                .policySummary()
                .id();
        assertThat(failure(() -> admin.attachPolicy(ask -> ask.policyId(policy).targetId(root))))
                .isEqualTo("PolicyTypeNotEnabledException 400 This operation can be performed only for enabled policy"
                        + " types.");
        admin.enablePolicyType(ask -> ask.rootId(root).policyType(PolicyType.SERVICE_CONTROL_POLICY));
        admin.attachPolicy(ask -> ask.policyId(policy).targetId(root));
        assertThat(failure(() -> admin.attachPolicy(ask -> ask.policyId(policy).targetId(root))))
                .startsWith("DuplicatePolicyAttachmentException");
        assertThat(admin.listPoliciesForTarget(ask -> ask.targetId(root).filter(PolicyType.SERVICE_CONTROL_POLICY))
                        .policies())
                .extracting("name")
                .containsExactlyInAnyOrder("FullAWSAccess", "no-s3");
        assertThat(failure(() -> admin.deletePolicy(ask -> ask.policyId(policy))))
                .startsWith("PolicyInUseException");
    }

    @Test
    void one_service_control_policy_stays_attached_and_five_are_the_most() {
        String root = create();
        admin.enablePolicyType(ask -> ask.rootId(root).policyType(PolicyType.SERVICE_CONTROL_POLICY));
        ConstraintViolationException least = catchThrowableOfType(
                ConstraintViolationException.class,
                () -> admin.detachPolicy(ask -> ask.policyId("p-FullAWSAccess").targetId(root)));
        assertThat(least.reasonAsString()).isEqualTo("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
        for (int i = 0; i < 5; i++) {
            String name = "p" + i;
            String policy = admin.createPolicy(ask -> ask.type(PolicyType.SERVICE_CONTROL_POLICY)
                            .name(name)
                            .description("d")
                            .content(DENY_S3))
                    .policy()
                    .policySummary()
                    .id();
            if (i < 4) {
                admin.attachPolicy(ask -> ask.policyId(policy).targetId(root));
            } else {
                ConstraintViolationException most = catchThrowableOfType(
                        ConstraintViolationException.class,
                        () -> admin.attachPolicy(ask -> ask.policyId(policy).targetId(root)));
                assertThat(most.reasonAsString()).isEqualTo("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
            }
        }
    }

    @Test
    void malformed_policies_are_not_stored() {
        create();
        for (String content : List.of(
                "{}",
                "x",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\","
                        + "\"Resource\":\"*\"}]}")) {
            assertThat(failure(() -> admin.createPolicy(ask -> ask.type(PolicyType.SERVICE_CONTROL_POLICY)
                            .name("bad")
                            .description("")
                            .content(content))))
                    .isEqualTo("MalformedPolicyDocumentException 400 The provided policy document does not meet the"
                            + " requirements of the specified policy type.");
        }
        assertThat(admin.listPolicies(ask -> ask.filter(PolicyType.SERVICE_CONTROL_POLICY))
                        .policies())
                .extracting("id")
                .containsExactly("p-FullAWSAccess");
    }

    @Test
    void aws_own_policies_cannot_be_changed() {
        String root = create();
        InvalidInputException e = catchThrowableOfType(
                InvalidInputException.class,
                () -> admin.updatePolicy(ask -> ask.policyId("p-FullAWSAccess").name("x")));
        assertThat(e.reasonAsString()).isEqualTo("IMMUTABLE_POLICY");
        admin.enablePolicyType(ask -> ask.rootId(root).policyType(PolicyType.RESOURCE_CONTROL_POLICY));
        InvalidInputException stays = catchThrowableOfType(
                InvalidInputException.class,
                () -> admin.detachPolicy(
                        ask -> ask.policyId("p-RCPFullAWSAccess").targetId(root)));
        assertThat(stays.reasonAsString()).isEqualTo("NON_DETACHABLE_POLICY");
    }

    @Test
    void tag_policies_are_inherited_with_their_operators() {
        String root = create();
        admin.enablePolicyType(ask -> ask.rootId(root).policyType(PolicyType.TAG_POLICY));
        String account = account("prod");
        String upper = tagPolicy(
                "{\"tags\":{\"costcenter\":{\"tag_key\":{\"@@assign\":\"CostCenter\"},\"tag_value\":{\"@@assign\":[\"A\"]}}}}");
        String lower = tagPolicy("{\"tags\":{\"costcenter\":{\"tag_value\":{\"@@append\":[\"B\"]}}}}");
        admin.attachPolicy(ask -> ask.policyId(upper).targetId(root));
        admin.attachPolicy(ask -> ask.policyId(lower).targetId(account));
        assertThat(admin.describeEffectivePolicy(
                                ask -> ask.policyType("TAG_POLICY").targetId(account))
                        .effectivePolicy()
                        .policyContent())
                .isEqualTo("{\"tags\":{\"costcenter\":{\"tag_key\":\"CostCenter\",\"tag_value\":[\"A\",\"B\"]}}}");
        assertThat(failure(() -> admin.describeEffectivePolicy(
                        ask -> ask.policyType("BACKUP_POLICY").targetId(account))))
                .startsWith("EffectivePolicyNotFoundException");
    }

    private String tagPolicy(String content) {
        return admin.createPolicy(ask -> ask.type(PolicyType.TAG_POLICY)
                        .name("tags" + content.length())
                        .description("")
                        .content(content))
                .policy()
                .policySummary()
                .id();
    }

    @Test
    void an_invited_account_joins_when_it_accepts() {
        create();
        var handshake = admin.inviteAccountToOrganization(
                        ask -> ask.target(party -> party.id(OTHER_ACCOUNT).type(HandshakePartyType.ACCOUNT))
                                .notes("join us"))
                .handshake();
        assertThat(handshake.state()).isEqualTo(HandshakeState.REQUESTED);
        assertThat(handshake.actionAsString()).isEqualTo("INVITE");
        assertThat(handshake.resources())
                .extracting(resource -> resource.typeAsString())
                .containsExactly("ORGANIZATION", "ACCOUNT", "NOTES");
        assertThat(failure(() -> admin.acceptHandshake(ask -> ask.handshakeId(handshake.id()))))
                .startsWith("AccessDeniedException");
        assertThat(other().listHandshakesForAccount().handshakes())
                .extracting("id")
                .containsExactly(handshake.id());
        assertThat(other().acceptHandshake(ask -> ask.handshakeId(handshake.id()))
                        .handshake()
                        .state())
                .isEqualTo(HandshakeState.ACCEPTED);
        assertThat(other().describeOrganization().organization().masterAccountId())
                .isEqualTo(ACCOUNT);
        assertThat(failure(() -> other().acceptHandshake(ask -> ask.handshakeId(handshake.id()))))
                .startsWith("HandshakeAlreadyInStateException");
        other().leaveOrganization();
        assertThat(failure(() -> other().describeOrganization())).startsWith("AWSOrganizationsNotInUseException");
    }

    @Test
    void an_invitation_ends_after_fifteen_days() {
        create();
        String id = admin.inviteAccountToOrganization(
                        ask -> ask.target(party -> party.id(OTHER_ACCOUNT).type(HandshakePartyType.ACCOUNT)))
                .handshake()
                .id();
        cloud.advance(Duration.ofDays(15));
        assertThat(admin.describeHandshake(ask -> ask.handshakeId(id))
                        .handshake()
                        .state())
                .isEqualTo(HandshakeState.EXPIRED);
        assertThat(failure(() -> other().acceptHandshake(ask -> ask.handshakeId(id))))
                .startsWith("InvalidHandshakeTransitionException");
    }

    @Test
    void members_may_not_run_the_organization() {
        create();
        join();
        assertThat(failure(() -> other().listAccounts()))
                .isEqualTo("AccessDeniedException 400 You don't have permissions to access this resource.");
        assertThat(failure(() -> other().createOrganizationalUnit(
                                ask -> ask.parentId("r-abcd").name("mine"))))
                .startsWith("AccessDeniedException");
    }

    private void join() {
        String id = admin.inviteAccountToOrganization(
                        ask -> ask.target(party -> party.id(OTHER_ACCOUNT).type(HandshakePartyType.ACCOUNT)))
                .handshake()
                .id();
        other().acceptHandshake(ask -> ask.handshakeId(id));
    }

    @Test
    void a_delegated_administrator_may_read_and_cannot_leave() {
        create();
        join();
        String service = "securityhub.amazonaws.com";
        ConstraintViolationException early = catchThrowableOfType(
                ConstraintViolationException.class,
                () -> admin.registerDelegatedAdministrator(
                        ask -> ask.accountId(OTHER_ACCOUNT).servicePrincipal(service)));
        assertThat(early.reasonAsString()).isEqualTo("SERVICE_ACCESS_NOT_ENABLED");
        admin.enableAWSServiceAccess(ask -> ask.servicePrincipal(service));
        admin.registerDelegatedAdministrator(ask -> ask.accountId(OTHER_ACCOUNT).servicePrincipal(service));
        assertThat(other().listAccounts().accounts()).extracting("id").containsExactly(ACCOUNT, OTHER_ACCOUNT);
        assertThat(failure(() -> other().leaveOrganization())).startsWith("ConstraintViolationException");
        assertThat(admin.listDelegatedAdministrators(ask -> {}).delegatedAdministrators())
                .extracting("id")
                .containsExactly(OTHER_ACCOUNT);
        assertThat(failure(() -> admin.enableAWSServiceAccess(ask -> ask.servicePrincipal("moto.amazonaws.com"))))
                .isEqualTo("InvalidInputException 400 You specified an unrecognized service principal.");
    }

    @Test
    void the_resource_policy_lets_members_do_what_it_names_and_nothing_else() {
        String root = create();
        join();
        admin.putResourcePolicy(ask -> ask.content(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::"
                        + OTHER_ACCOUNT + ":root\"},\"Action\":\"organizations:CreatePolicy\",\"Resource\":\"*\"}]}"));
        assertThat(other().createPolicy(ask -> ask.type(PolicyType.SERVICE_CONTROL_POLICY)
                                .name("theirs")
                                .description("")
                                .content(DENY_S3))
                        .policy()
                        .policySummary()
                        .name())
                .isEqualTo("theirs");
        assertThat(failure(() -> other().createOrganizationalUnit(
                                ask -> ask.parentId(root).name("x"))))
                .endsWith("because no resource-based policy allows the organizations:CreateOrganizationalUnit action");
    }

    @Test
    void a_closed_account_is_suspended_and_its_keys_open_nothing() {
        create();
        String account = account("gone");
        OrganizationsClient inside = cloud.as(
                cloud.control().credentials("arn:aws:iam::" + account + ":role/OrganizationAccountAccessRole"),
                OrganizationsClient.builder());
        inside.describeOrganization();
        admin.closeAccount(ask -> ask.accountId(account));
        assertThat(admin.describeAccount(ask -> ask.accountId(account))
                        .account()
                        .statusAsString())
                .isEqualTo("SUSPENDED");
        assertThat(failure(inside::describeOrganization)).startsWith("UnrecognizedClientException");
        assertThat(failure(() -> admin.closeAccount(ask -> ask.accountId(account))))
                .startsWith("AccountAlreadyClosedException");
    }

    @Test
    void a_created_account_stays_four_days_at_least() {
        create();
        String account = account("young");
        ConstraintViolationException e = catchThrowableOfType(
                ConstraintViolationException.class,
                () -> admin.removeAccountFromOrganization(ask -> ask.accountId(account)));
        assertThat(e.reasonAsString()).isEqualTo("WAIT_PERIOD_ACTIVE");
        cloud.advance(Duration.ofDays(4));
        admin.removeAccountFromOrganization(ask -> ask.accountId(account));
        assertThat(failure(() -> admin.removeAccountFromOrganization(ask -> ask.accountId(ACCOUNT))))
                .startsWith("MasterCannotLeaveOrganizationException");
        admin.deleteOrganization();
        assertThat(failure(admin::describeOrganization)).startsWith("AWSOrganizationsNotInUseException");
    }

    @Test
    void lists_come_in_pages_and_a_token_of_another_list_is_refused() {
        create();
        for (int i = 0; i < 4; i++) {
            account("a" + i);
        }
        var first = admin.listAccounts(ask -> ask.maxResults(3));
        assertThat(first.accounts()).hasSize(3);
        assertThat(admin.listAccounts(ask -> ask.maxResults(3).nextToken(first.nextToken()))
                        .accounts())
                .hasSize(2);
        assertThat(admin.listAccountsPaginator(ask -> ask.maxResults(2)).stream())
                .hasSize(3);
        InvalidInputException e = catchThrowableOfType(
                InvalidInputException.class,
                () -> admin.listPolicies(
                        ask -> ask.filter(PolicyType.TAG_POLICY).nextToken(first.nextToken())));
        assertThat(e.reasonAsString()).isEqualTo("INVALID_NEXT_TOKEN");
    }

    @Test
    void tags_lie_on_accounts_units_roots_and_policies() {
        String root = create();
        admin.tagResource(ask ->
                ask.resourceId(root).tags(Tag.builder().key("team").value("a").build()));
        assertThat(admin.listTagsForResource(ask -> ask.resourceId(root)).tags())
                .containsExactly(Tag.builder().key("team").value("a").build());
        admin.untagResource(ask -> ask.resourceId(root).tagKeys("team"));
        assertThat(admin.listTagsForResource(ask -> ask.resourceId(root)).tags())
                .isEmpty();
        assertThat(failure(() -> admin.tagResource(ask -> ask.resourceId("ou-none-12345678")
                        .tags(Tag.builder().key("team").value("a").build()))))
                .startsWith("TargetNotFoundException");
    }

    @Test
    void whoever_may_not_create_the_service_linked_role_makes_no_organization() {
        OrganizationsClient user = cloud.as(
                cloud.user("u", allow("organizations:CreateOrganization", "*")), OrganizationsClient.builder());
        assertThat(failure(user::createOrganization)).startsWith("AccessDeniedForDependencyException");
    }
}
