/** AWS Secrets Manager: secrets, their versions and staging labels, replication and rotation. */
@NullMarked
package dev.glasshouse.service.secretsmanager;

import org.jspecify.annotations.NullMarked;
