package dev.glasshouse.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One compiled statement.
 *
 * @param index its place in the document, from 0
 * @param sid its Sid, or null
 * @param allow whether its Effect is Allow
 * @param principal its Principal or NotPrincipal, or null
 * @param action its Action or NotAction
 * @param resource its Resource or NotResource, or null when it speaks of the resource it is attached to
 * @param conditions the lines of its Condition, all of which must hold
 */
record Statement(
        int index,
        @Nullable String sid,
        boolean allow,
        @Nullable PrincipalElement principal,
        ActionElement action,
        @Nullable ResourceElement resource,
        List<ConditionElement> conditions) {

    /**
     * How closely the statement applies to a request: not at all, or as closely as it names the caller.
     *
     * @param trace where to write what each element said, or null to stop at the first that does not match
     */
    PrincipalMatch apply(PolicyRequest request, boolean callerHasBoundary, @Nullable StatementTrace trace) {
        boolean matches = action.matches(request);
        if (trace != null) {
            trace.action(this, request, matches);
        } else if (!matches) {
            return PrincipalMatch.NONE;
        }
        boolean covers = resource == null || resource.matches(request, allow);
        matches &= covers;
        if (trace != null) {
            trace.resource(this, request, covers);
        } else if (!matches) {
            return PrincipalMatch.NONE;
        }
        PrincipalMatch closest = named(request, callerHasBoundary);
        matches &= closest != PrincipalMatch.NONE;
        if (trace != null) {
            trace.principal(this, request, closest);
        } else if (!matches) {
            return PrincipalMatch.NONE;
        }
        for (int i = 0; i < conditions.size(); i++) {
            ConditionElement condition = conditions.get(i);
            boolean holds = request.holds(this, condition);
            matches &= holds;
            if (trace != null) {
                trace.condition(condition, request, holds);
            } else if (!matches) {
                return PrincipalMatch.NONE;
            }
        }
        return matches ? closest : PrincipalMatch.NONE;
    }

    /** How closely its Principal or NotPrincipal names the caller, whatever the other elements say. */
    PrincipalMatch named(PolicyRequest request, boolean callerHasBoundary) {
        if (principal == null) {
            return PrincipalMatch.DIRECT;
        }
        if (!principal.not()) {
            return principal.named(request);
        }
        // Allow with NotPrincipal is no longer supported by AWS: it grants nothing.
        boolean applies = !allow && !principal.exempts(request, callerHasBoundary);
        return applies ? PrincipalMatch.DIRECT : PrincipalMatch.NONE;
    }
}
