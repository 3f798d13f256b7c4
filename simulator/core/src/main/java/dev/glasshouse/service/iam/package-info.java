/** AWS Identity and Access Management: users, groups, roles, policies, access keys; and the ports that others ask for them. */
@NullMarked
package dev.glasshouse.service.iam;

import org.jspecify.annotations.NullMarked;
