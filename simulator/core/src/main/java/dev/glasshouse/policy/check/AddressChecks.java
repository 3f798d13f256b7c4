package dev.glasshouse.policy.check;

import dev.glasshouse.policy.condition.ConditionOperator;
import dev.glasshouse.policy.condition.ConditionOperators;
import dev.glasshouse.policy.condition.IpBlocks;
import dev.glasshouse.policy.condition.Operand;
import dev.glasshouse.policy.match.PatternText;
import java.util.List;
import java.util.Map;

/** Values that are blocks of addresses or ids of networks. */
final class AddressChecks {

    /** The private blocks of IPv4, with how long their prefix is. */
    private static final Map<String, Integer> PRIVATE =
            Map.of("10.0.0.0/8", 8, "172.16.0.0/12", 12, "192.168.0.0/16", 16);

    private static final int SHORT_ID = 8;
    private static final int LONG_ID = 17;

    private AddressChecks() {}

    private static Operand block(String text) {
        ConditionOperator operator = ConditionOperators.find("IpAddress");
        return operator == null ? Operand.NEVER : operator.compile(PatternText.literal(text));
    }

    /** Blocks that cannot be read, or all of which are private where only public addresses are ever seen. */
    static void blocks(Node values, String operator, String plain, String key, Findings findings) {
        List<Node> all = values.strings();
        for (Node value : all) {
            if (!value.text().contains("${") && !ConditionOperators.isAddressBlock(value.text())) {
                findings.error(
                        "TYPE_MISMATCH_IP_RANGE",
                        "The condition operator " + operator + " is used with an invalid IP range value. Specify the IP"
                                + " range in standard CIDR format.",
                        value);
            } else {
                IpBlocks.masked(value.text())
                        .ifPresent(better -> findings.suggestion(
                                "IMPROVE_IP_RANGE",
                                "The non-zero bits in the IP address after the masked bits are ignored. Replace address with "
                                        + better + ".",
                                value));
            }
        }
        if (key.equalsIgnoreCase("aws:SourceIp") && all.stream().anyMatch(AddressChecks::isPrivate)) {
            unseen(values, all.stream().allMatch(AddressChecks::isPrivate), plain.equals("IpAddress"), findings);
        }
    }

    /** Private addresses, all of them or some, where only public ones are ever seen. */
    private static void unseen(Node values, boolean all, boolean within, Findings findings) {
        String works = " aws:SourceIp works only for public IP address ranges.";
        String only = " Update the value to include only public IP addresses.";
        String mix = "The values for condition key aws:SourceIp include a mix of private and public IP addresses. The"
                + " private addresses ";
        String use = " To define permissions for private IP ranges, use aws:VpcSourceIp.";
        if (all && within) {
            findings.error(
                    "PRIVATE_IP_ADDRESS",
                    works.strip() + " The values for condition key aws:SourceIp include only private IP addresses and"
                            + " will not have the desired effect." + only,
                    values);
        } else if (all) {
            findings.error(
                    "PRIVATE_NOT_IP_ADDRESS",
                    "The values for condition key aws:SourceIp include only private IP addresses and has no effect."
                            + works + only,
                    values);
        } else if (within) {
            findings.suggestion(
                    "PRIVATE_IP_ADDRESS_SUBSET", mix + "will not have the desired effect." + works + use, values);
        } else {
            findings.suggestion("PRIVATE_NOT_IP_ADDRESS_SUBSET", mix + "have no effect." + works + use, values);
        }
    }

    private static boolean isPrivate(Node value) {
        String text = value.text();
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!ConditionOperators.isAddressBlock(text) || address.indexOf(':') >= 0) {
            return false;
        }
        int bits = slash < 0 ? 32 : Integer.parseInt(text.substring(slash + 1));
        return PRIVATE.entrySet().stream()
                .anyMatch(known ->
                        bits >= known.getValue() && block(known.getKey()).matches(address));
    }

    /** The id of a VPC or of its endpoint. */
    static void network(Node value, String key, Findings findings) {
        String text = value.text();
        if (text.indexOf('*') >= 0 || text.indexOf('?') >= 0) {
            return;
        }
        if (key.equalsIgnoreCase("aws:SourceVpc") && !isId(text, "vpc-")) {
            findings.error(
                    "INVALID_VPC_FORMAT",
                    "The VPC identifier in the condition key value is not valid. Use the prefix 'vpc-' followed by 8 or"
                            + " 17 alphanumeric characters.",
                    value);
        } else if (key.equalsIgnoreCase("aws:SourceVpce") && !isId(text, "vpce-")) {
            findings.error(
                    "INVALID_VPCE_FORMAT",
                    "The VPCE identifier in the condition key value is not valid.  Use the prefix 'vpce-' followed by 8"
                            + " or 17 alphanumeric characters.",
                    value);
        }
    }

    private static boolean isId(String text, String prefix) {
        String id = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
        return (id.length() == SHORT_ID || id.length() == LONG_ID)
                && id.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }
}
