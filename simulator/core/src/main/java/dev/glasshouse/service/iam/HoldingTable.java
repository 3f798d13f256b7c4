package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.iam.AttachGroupPolicyRequest;
import dev.glasshouse.api.iam.AttachRolePolicyRequest;
import dev.glasshouse.api.iam.AttachUserPolicyRequest;
import dev.glasshouse.api.iam.AttachedPolicy;
import dev.glasshouse.api.iam.DeleteGroupPolicyRequest;
import dev.glasshouse.api.iam.DeleteRolePermissionsBoundaryRequest;
import dev.glasshouse.api.iam.DeleteRolePolicyRequest;
import dev.glasshouse.api.iam.DeleteUserPermissionsBoundaryRequest;
import dev.glasshouse.api.iam.DeleteUserPolicyRequest;
import dev.glasshouse.api.iam.DetachGroupPolicyRequest;
import dev.glasshouse.api.iam.DetachRolePolicyRequest;
import dev.glasshouse.api.iam.DetachUserPolicyRequest;
import dev.glasshouse.api.iam.GetGroupPolicyRequest;
import dev.glasshouse.api.iam.GetGroupPolicyResponse;
import dev.glasshouse.api.iam.GetRolePolicyRequest;
import dev.glasshouse.api.iam.GetRolePolicyResponse;
import dev.glasshouse.api.iam.GetUserPolicyRequest;
import dev.glasshouse.api.iam.GetUserPolicyResponse;
import dev.glasshouse.api.iam.ListAttachedGroupPoliciesRequest;
import dev.glasshouse.api.iam.ListAttachedGroupPoliciesResponse;
import dev.glasshouse.api.iam.ListAttachedRolePoliciesRequest;
import dev.glasshouse.api.iam.ListAttachedRolePoliciesResponse;
import dev.glasshouse.api.iam.ListAttachedUserPoliciesRequest;
import dev.glasshouse.api.iam.ListAttachedUserPoliciesResponse;
import dev.glasshouse.api.iam.ListGroupPoliciesRequest;
import dev.glasshouse.api.iam.ListGroupPoliciesResponse;
import dev.glasshouse.api.iam.ListRolePoliciesRequest;
import dev.glasshouse.api.iam.ListRolePoliciesResponse;
import dev.glasshouse.api.iam.ListUserPoliciesRequest;
import dev.glasshouse.api.iam.ListUserPoliciesResponse;
import dev.glasshouse.api.iam.PutGroupPolicyRequest;
import dev.glasshouse.api.iam.PutRolePermissionsBoundaryRequest;
import dev.glasshouse.api.iam.PutRolePolicyRequest;
import dev.glasshouse.api.iam.PutUserPermissionsBoundaryRequest;
import dev.glasshouse.api.iam.PutUserPolicyRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.service.iam.IamPages.Listing;
import java.util.List;

/** The operations on policies of users, groups and roles: one row of this table for each. */
final class HoldingTable {

    private HoldingTable() {}

    static List<Operation<?, ?>> users() {
        return List.of(
                change(
                        "AttachUserPolicy",
                        (AttachUserPolicyRequest in, Call call) -> HoldingOperations.plan(
                                call, Holder.USER, "AttachUserPolicy", in.userName(), in.policyArn()),
                        (in, call) -> HoldingOperations.attach(call, Holder.USER, in.userName(), in.policyArn())),
                change(
                        "DetachUserPolicy",
                        (DetachUserPolicyRequest in, Call call) -> HoldingOperations.plan(
                                call, Holder.USER, "DetachUserPolicy", in.userName(), in.policyArn()),
                        (in, call) -> HoldingOperations.detach(call, Holder.USER, in.userName(), in.policyArn())),
                change(
                        "PutUserPolicy",
                        (PutUserPolicyRequest in, Call call) ->
                                HoldingOperations.plan(call, Holder.USER, "PutUserPolicy", in.userName(), null),
                        (in, call) -> HoldingOperations.put(
                                call, Holder.USER, in.userName(), in.policyName(), in.policyDocument())),
                change(
                        "DeleteUserPolicy",
                        (DeleteUserPolicyRequest in, Call call) ->
                                HoldingOperations.plan(call, Holder.USER, "DeleteUserPolicy", in.userName(), null),
                        (in, call) -> HoldingOperations.delete(call, Holder.USER, in.userName(), in.policyName())),
                read(
                        "GetUserPolicy",
                        (GetUserPolicyRequest in, Call call) ->
                                HoldingOperations.planRead(call, Holder.USER, "GetUserPolicy", in.userName()),
                        (in, call) -> new GetUserPolicyResponse(
                                in.userName(),
                                in.policyName(),
                                HoldingOperations.get(call, Holder.USER, in.userName(), in.policyName()))),
                read(
                        "ListUserPolicies",
                        (ListUserPoliciesRequest in, Call call) ->
                                HoldingOperations.planRead(call, Holder.USER, "ListUserPolicies", in.userName()),
                        (in, call) -> {
                            Listing<String> page = HoldingOperations.inline(
                                    call, Holder.USER, in.userName(), in.marker(), in.maxItems());
                            return new ListUserPoliciesResponse(page.items(), page.truncated(), page.marker());
                        }),
                read(
                        "ListAttachedUserPolicies",
                        (ListAttachedUserPoliciesRequest in, Call call) -> HoldingOperations.planRead(
                                call, Holder.USER, "ListAttachedUserPolicies", in.userName()),
                        (in, call) -> {
                            Listing<AttachedPolicy> page = HoldingOperations.attached(
                                    call, Holder.USER, in.userName(), in.pathPrefix(), in.marker(), in.maxItems());
                            return new ListAttachedUserPoliciesResponse(page.items(), page.truncated(), page.marker());
                        }),
                change(
                        "PutUserPermissionsBoundary",
                        (PutUserPermissionsBoundaryRequest in, Call call) -> HoldingOperations.planBoundary(
                                call,
                                Holder.USER,
                                "PutUserPermissionsBoundary",
                                in.userName(),
                                in.permissionsBoundary()),
                        (in, call) -> HoldingOperations.setBoundary(
                                call, Holder.USER, in.userName(), in.permissionsBoundary())),
                change(
                        "DeleteUserPermissionsBoundary",
                        (DeleteUserPermissionsBoundaryRequest in, Call call) -> HoldingOperations.plan(
                                call, Holder.USER, "DeleteUserPermissionsBoundary", in.userName(), null),
                        (in, call) -> HoldingOperations.deleteBoundary(call, Holder.USER, in.userName())));
    }

    static List<Operation<?, ?>> groups() {
        return List.of(
                change(
                        "AttachGroupPolicy",
                        (AttachGroupPolicyRequest in, Call call) -> HoldingOperations.plan(
                                call, Holder.GROUP, "AttachGroupPolicy", in.groupName(), in.policyArn()),
                        (in, call) -> HoldingOperations.attach(call, Holder.GROUP, in.groupName(), in.policyArn())),
                change(
                        "DetachGroupPolicy",
                        (DetachGroupPolicyRequest in, Call call) -> HoldingOperations.plan(
                                call, Holder.GROUP, "DetachGroupPolicy", in.groupName(), in.policyArn()),
                        (in, call) -> HoldingOperations.detach(call, Holder.GROUP, in.groupName(), in.policyArn())),
                change(
                        "PutGroupPolicy",
                        (PutGroupPolicyRequest in, Call call) ->
                                HoldingOperations.plan(call, Holder.GROUP, "PutGroupPolicy", in.groupName(), null),
                        (in, call) -> HoldingOperations.put(
                                call, Holder.GROUP, in.groupName(), in.policyName(), in.policyDocument())),
                change(
                        "DeleteGroupPolicy",
                        (DeleteGroupPolicyRequest in, Call call) ->
                                HoldingOperations.plan(call, Holder.GROUP, "DeleteGroupPolicy", in.groupName(), null),
                        (in, call) -> HoldingOperations.delete(call, Holder.GROUP, in.groupName(), in.policyName())),
                read(
                        "GetGroupPolicy",
                        (GetGroupPolicyRequest in, Call call) ->
                                HoldingOperations.planRead(call, Holder.GROUP, "GetGroupPolicy", in.groupName()),
                        (in, call) -> new GetGroupPolicyResponse(
                                in.groupName(),
                                in.policyName(),
                                HoldingOperations.get(call, Holder.GROUP, in.groupName(), in.policyName()))),
                read(
                        "ListGroupPolicies",
                        (ListGroupPoliciesRequest in, Call call) ->
                                HoldingOperations.planRead(call, Holder.GROUP, "ListGroupPolicies", in.groupName()),
                        (in, call) -> {
                            Listing<String> page = HoldingOperations.inline(
                                    call, Holder.GROUP, in.groupName(), in.marker(), in.maxItems());
                            return new ListGroupPoliciesResponse(page.items(), page.truncated(), page.marker());
                        }),
                read(
                        "ListAttachedGroupPolicies",
                        (ListAttachedGroupPoliciesRequest in, Call call) -> HoldingOperations.planRead(
                                call, Holder.GROUP, "ListAttachedGroupPolicies", in.groupName()),
                        (in, call) -> {
                            Listing<AttachedPolicy> page = HoldingOperations.attached(
                                    call, Holder.GROUP, in.groupName(), in.pathPrefix(), in.marker(), in.maxItems());
                            return new ListAttachedGroupPoliciesResponse(page.items(), page.truncated(), page.marker());
                        }));
    }

    static List<Operation<?, ?>> roles() {
        return List.of(
                change(
                        "AttachRolePolicy",
                        (AttachRolePolicyRequest in, Call call) -> HoldingOperations.plan(
                                call, Holder.ROLE, "AttachRolePolicy", in.roleName(), in.policyArn()),
                        (in, call) -> HoldingOperations.attach(call, Holder.ROLE, in.roleName(), in.policyArn())),
                change(
                        "DetachRolePolicy",
                        (DetachRolePolicyRequest in, Call call) -> HoldingOperations.plan(
                                call, Holder.ROLE, "DetachRolePolicy", in.roleName(), in.policyArn()),
                        (in, call) -> HoldingOperations.detach(call, Holder.ROLE, in.roleName(), in.policyArn())),
                change(
                        "PutRolePolicy",
                        (PutRolePolicyRequest in, Call call) ->
                                HoldingOperations.plan(call, Holder.ROLE, "PutRolePolicy", in.roleName(), null),
                        (in, call) -> HoldingOperations.put(
                                call, Holder.ROLE, in.roleName(), in.policyName(), in.policyDocument())),
                change(
                        "DeleteRolePolicy",
                        (DeleteRolePolicyRequest in, Call call) ->
                                HoldingOperations.plan(call, Holder.ROLE, "DeleteRolePolicy", in.roleName(), null),
                        (in, call) -> HoldingOperations.delete(call, Holder.ROLE, in.roleName(), in.policyName())),
                read(
                        "GetRolePolicy",
                        (GetRolePolicyRequest in, Call call) ->
                                HoldingOperations.planRead(call, Holder.ROLE, "GetRolePolicy", in.roleName()),
                        (in, call) -> new GetRolePolicyResponse(
                                in.roleName(),
                                in.policyName(),
                                HoldingOperations.get(call, Holder.ROLE, in.roleName(), in.policyName()))),
                read(
                        "ListRolePolicies",
                        (ListRolePoliciesRequest in, Call call) ->
                                HoldingOperations.planRead(call, Holder.ROLE, "ListRolePolicies", in.roleName()),
                        (in, call) -> {
                            Listing<String> page = HoldingOperations.inline(
                                    call, Holder.ROLE, in.roleName(), in.marker(), in.maxItems());
                            return new ListRolePoliciesResponse(page.items(), page.truncated(), page.marker());
                        }),
                read(
                        "ListAttachedRolePolicies",
                        (ListAttachedRolePoliciesRequest in, Call call) -> HoldingOperations.planRead(
                                call, Holder.ROLE, "ListAttachedRolePolicies", in.roleName()),
                        (in, call) -> {
                            Listing<AttachedPolicy> page = HoldingOperations.attached(
                                    call, Holder.ROLE, in.roleName(), in.pathPrefix(), in.marker(), in.maxItems());
                            return new ListAttachedRolePoliciesResponse(page.items(), page.truncated(), page.marker());
                        }),
                change(
                        "PutRolePermissionsBoundary",
                        (PutRolePermissionsBoundaryRequest in, Call call) -> HoldingOperations.planBoundary(
                                call,
                                Holder.ROLE,
                                "PutRolePermissionsBoundary",
                                in.roleName(),
                                in.permissionsBoundary()),
                        (in, call) -> HoldingOperations.setBoundary(
                                call, Holder.ROLE, in.roleName(), in.permissionsBoundary())),
                change(
                        "DeleteRolePermissionsBoundary",
                        (DeleteRolePermissionsBoundaryRequest in, Call call) -> HoldingOperations.plan(
                                call, Holder.ROLE, "DeleteRolePermissionsBoundary", in.roleName(), null),
                        (in, call) -> HoldingOperations.deleteBoundary(call, Holder.ROLE, in.roleName())));
    }
}
