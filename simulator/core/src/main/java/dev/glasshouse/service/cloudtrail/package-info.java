/** AWS CloudTrail: the event history of an account. Trails, delivery and digests come with a later release. */
@NullMarked
package dev.glasshouse.service.cloudtrail;

import org.jspecify.annotations.NullMarked;
