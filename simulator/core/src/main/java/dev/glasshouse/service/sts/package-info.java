/** AWS Security Token Service: who the caller is, and temporary credentials. */
@NullMarked
package dev.glasshouse.service.sts;

import org.jspecify.annotations.NullMarked;
