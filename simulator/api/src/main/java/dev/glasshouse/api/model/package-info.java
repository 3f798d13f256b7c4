/** AWS's service models at run time: operations, shapes, wire locations and constraints, loaded service by service. */
@NullMarked
package dev.glasshouse.api.model;

import org.jspecify.annotations.NullMarked;
