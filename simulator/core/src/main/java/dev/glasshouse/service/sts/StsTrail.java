package dev.glasshouse.service.sts;

import dev.glasshouse.api.sts.AssumeRoleRequest;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.call.TrailShape;
import java.util.List;

/** In the trail {@code AssumeRole} names the role as its resource. */
final class StsTrail implements TrailShape {

    @Override
    public List<TrailResource> resources(Outcome outcome) {
        if (outcome.output() == null || !(outcome.input() instanceof AssumeRoleRequest request)) {
            return List.of();
        }
        String account = request.roleArn().split(":", 6)[4];
        return List.of(new TrailResource(request.roleArn(), account, "AWS::IAM::Role"));
    }
}
