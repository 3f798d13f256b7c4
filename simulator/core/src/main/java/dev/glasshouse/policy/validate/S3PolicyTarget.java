package dev.glasshouse.policy.validate;

import dev.glasshouse.policy.match.Glob;

/** What a policy of S3 is put on: it tells which resources of a statement are its own, and which of these are objects. */
sealed interface S3PolicyTarget {

    /** Whether a resource is the target, an object of it, or a pattern that stands for one of them. */
    boolean names(String resource);

    /** Whether a resource that is named stands for objects. */
    boolean isObject(String resource);

    /** Whether a resource that is named stands for the target itself. */
    boolean isItself(String resource);

    /** The actions that can be granted on it. */
    S3Actions actions();

    /** The fields of an ARN of S3, or none. */
    private static String[] fields(String resource) {
        String[] fields = resource.split(":", 6);
        boolean own = fields.length == 6
                && fields[0].equals("arn")
                && Glob.compile(fields[1]).matches("aws")
                && fields[2].equals("s3");
        return own ? fields : new String[0];
    }

    /**
     * A bucket.
     *
     * @param bucket its name
     */
    record Bucket(String bucket) implements S3PolicyTarget {
        @Override
        public boolean names(String resource) {
            String[] fields = fields(resource);
            return fields.length > 0 && fields[3].isEmpty() && fields[4].isEmpty() && namesBucket(fields[5]);
        }

        private boolean namesBucket(String path) {
            int slash = path.indexOf('/');
            String name = slash < 0 ? path : path.substring(0, slash);
            return Glob.compile(name).matches(bucket) || Glob.compile(path).matches(bucket + "/");
        }

        private static String name(String resource) {
            return resource.substring(resource.lastIndexOf(":::") + 3);
        }

        @Override
        public boolean isObject(String resource) {
            return name(resource).indexOf('/') >= 0 || name(resource).endsWith("*");
        }

        @Override
        public boolean isItself(String resource) {
            return name(resource).indexOf('/') < 0;
        }

        @Override
        public S3Actions actions() {
            return S3Actions.OF_BUCKETS;
        }
    }

    /**
     * An access point; its objects stand below {@code object/}.
     *
     * @param arn its ARN
     */
    record AccessPoint(String arn) implements S3PolicyTarget {

        private static final String OBJECTS = "/object/";

        @Override
        public boolean names(String resource) {
            return fields(resource).length > 0 && (isItself(resource) || isObject(resource));
        }

        @Override
        public boolean isObject(String resource) {
            int below = resource.indexOf(OBJECTS);
            return below < 0
                    ? isItself(resource) && Glob.compile(resource).matches(arn + OBJECTS)
                    : Glob.compile(resource.substring(0, below)).matches(arn);
        }

        @Override
        public boolean isItself(String resource) {
            return Glob.compile(resource).matches(arn);
        }

        @Override
        public S3Actions actions() {
            return S3Actions.OF_ACCESS_POINTS;
        }
    }
}
