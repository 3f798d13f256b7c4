/** Amazon S3: buckets, objects, multipart uploads, policies, Block Public Access and server-side encryption. */
@NullMarked
package dev.glasshouse.service.s3;

import org.jspecify.annotations.NullMarked;
