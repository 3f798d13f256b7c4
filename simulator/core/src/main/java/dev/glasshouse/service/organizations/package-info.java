/** AWS Organizations: accounts in a tree, the policies on it, and who may run it. */
@NullMarked
package dev.glasshouse.service.organizations;

import org.jspecify.annotations.NullMarked;
