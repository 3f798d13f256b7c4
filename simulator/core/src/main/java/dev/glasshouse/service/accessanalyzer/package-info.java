/** IAM Access Analyzer. */
@NullMarked
package dev.glasshouse.service.accessanalyzer;

import org.jspecify.annotations.NullMarked;
