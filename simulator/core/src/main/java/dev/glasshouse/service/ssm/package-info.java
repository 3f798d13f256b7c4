/** AWS Systems Manager, of which Parameter Store is simulated. */
@NullMarked
package dev.glasshouse.service.ssm;

import org.jspecify.annotations.NullMarked;
