package dev.glasshouse.service.cloudtrail;

import dev.glasshouse.api.cloudtrail.DescribeTrailsRequest;
import dev.glasshouse.api.cloudtrail.DescribeTrailsResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ReadOperation;
import java.util.List;

/**
 * Lists the trails. An account has its event history without any trail, and trails cannot be made yet, so that the list
 * is empty; names are checked all the same. See
 * <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html">DescribeTrails</a>.
 */
final class DescribeTrails implements ReadOperation<DescribeTrailsRequest, DescribeTrailsResponse> {

    @Override
    public String name() {
        return "DescribeTrails";
    }

    @Override
    public AuthorizationPlan plan(DescribeTrailsRequest input, Call call) {
        return AuthorizationPlan.of(AuthorizationRequest.of(
                "cloudtrail:DescribeTrails", "*", call.caller().account()));
    }

    @Override
    public DescribeTrailsResponse execute(DescribeTrailsRequest input, Call call) {
        List<String> names = input.trailNameList() == null ? List.of() : input.trailNameList();
        for (String name : names) {
            if (name.startsWith("arn:")) {
                requireArn(name);
            } else {
                requireName(name);
            }
        }
        return DescribeTrailsResponse.builder().trailList(List.of()).build();
    }

    private static void requireArn(String arn) {
        String[] fields = arn.split(":", 6);
        boolean valid = fields.length == 6 && fields[2].equals("cloudtrail") && fields[5].startsWith("trail/");
        if (!valid) {
            throw CloudTrailErrors.invalidArn(arn);
        }
    }

    private static void requireName(String name) {
        boolean length = name.length() >= 3 && name.length() <= 128;
        boolean characters =
                name.chars().allMatch(c -> Character.isLetterOrDigit(c) && c < 128 || "._-".indexOf(c) >= 0);
        if (!length || !characters || !Character.isLetterOrDigit(name.charAt(0))) {
            throw CloudTrailErrors.invalidName(length);
        }
    }
}
