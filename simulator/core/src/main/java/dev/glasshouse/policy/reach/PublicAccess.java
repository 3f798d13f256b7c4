package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.StatementView;
import dev.glasshouse.policy.StatementView.Line;
import dev.glasshouse.policy.condition.ConditionOperator;
import dev.glasshouse.policy.condition.ConditionOperators;
import dev.glasshouse.policy.condition.Operand;
import dev.glasshouse.policy.match.PatternText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a resource's policy lets in anybody at all: somebody whom it does not name, with values of the keys that tell
 * where a request comes from that it does not name either.
 */
public final class PublicAccess {

    /** Keys by which a policy can say whose requests it means; those that the caller chooses are not among them. */
    private static final Set<String> ORIGIN = Set.of(
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:sourcearn",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:sourceorgpaths",
            "aws:sourceowner",
            "aws:sourcevpc",
            "aws:sourcevpcarn",
            "aws:sourcevpce",
            "aws:vpceaccount",
            "aws:vpceorgid",
            "aws:userid",
            "kms:calleraccount",
            "s3:dataaccesspointarn",
            "s3:dataaccesspointaccount");

    private static final Set<String> ADDRESSES = Set.of("aws:sourceip", "aws:vpcsourceip");
    private static final int NARROW_FOUR = 8;
    private static final int NARROW_SIX = 32;

    private final Set<String> fixed = new HashSet<>();
    private final List<Operand> networks = new ArrayList<>();

    private PublicAccess(PolicyDocument policy) {
        for (StatementView statement : policy.views()) {
            statement.conditions().forEach(this::line);
        }
    }

    /** Looks for a request by anybody that a policy, or one statement of it, allows. */
    public static Answer find(PolicyDocument policy, @Nullable Integer statement) {
        AccessSet set = AccessSet.ofResource(policy);
        return new PublicAccess(policy)
                .narrowed((statement == null ? set : set.only(statement)).question())
                .find();
    }

    private Question narrowed(Question question) {
        return question.among(PublicAccess::isAnybody).keys(this::takes);
    }

    private static boolean isAnybody(PolicyPrincipal principal) {
        return principal.kind() == PolicyPrincipal.Kind.ANONYMOUS
                || (Principals.isStranger(principal) && principal.canonicalUserId() == null);
    }

    private void line(Line line) {
        String key = line.key().toLowerCase(Locale.ROOT);
        if (ADDRESSES.contains(key) && line.plainOperator().equals("IpAddress")) {
            ConditionOperator operator = ConditionOperators.find("IpAddress");
            for (PatternText value : line.constants()) {
                if (operator != null && isNarrow(value.text())) {
                    networks.add(operator.compile(value));
                }
            }
        } else if (ORIGIN.contains(key)) {
            for (String value : line.values()) {
                String text = value.toLowerCase(Locale.ROOT);
                fixed.add(text);
                if (text.startsWith("arn:") && account(text) != null) {
                    fixed.add(String.valueOf(account(text)));
                }
                if (text.startsWith("o-") && text.indexOf('/') > 0) {
                    fixed.add(text.substring(0, text.indexOf('/')));
                }
            }
        }
    }

    private static @Nullable String account(String arn) {
        String[] fields = arn.split(":", 6);
        boolean account = fields.length == 6
                && fields[4].length() == 12
                && fields[4].chars().allMatch(c -> c >= '0' && c <= '9');
        return account ? fields[4] : null;
    }

    private static boolean isNarrow(String block) {
        int slash = block.indexOf('/');
        if (slash < 0) {
            return true;
        }
        try {
            return Integer.parseInt(block.substring(slash + 1)) >= (block.indexOf(':') < 0 ? NARROW_FOUR : NARROW_SIX);
        } catch (NumberFormatException unreadable) {
            return false;
        }
    }

    /** Values that the policy itself fixes are somebody's, not anybody's. */
    private boolean takes(String key, @Nullable String value) {
        if (value == null) {
            return true;
        }
        if (ADDRESSES.contains(key)) {
            return networks.stream().noneMatch(network -> network.matches(value));
        }
        if (key.equals("aws:principalisawsservice") || key.equals("aws:viaawsservice")) {
            return !value.equalsIgnoreCase("true");
        }
        if (!ORIGIN.contains(key)) {
            return true;
        }
        String text = value.toLowerCase(Locale.ROOT);
        String account = text.startsWith("arn:") ? account(text) : null;
        int slash = text.startsWith("o-") ? text.indexOf('/') : -1;
        boolean names = text.indexOf('*') < 0 && text.indexOf('?') < 0 && fixed.contains(text);
        return !names
                && (account == null || !fixed.contains(account))
                && (slash < 0 || !fixed.contains(text.substring(0, slash)));
    }
}
