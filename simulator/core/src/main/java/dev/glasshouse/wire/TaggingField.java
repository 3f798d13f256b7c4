package dev.glasshouse.wire;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.wire.sigv4.UriText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** The tags of a browser's form, which are XML there, as the header of a {@code PutObject} has them. */
public final class TaggingField {

    private TaggingField() {}

    /**
     * The tags as a query string.
     *
     * @throws WireException {@code MalformedXML} if the text is no {@code Tagging}
     */
    public static String query(String xml) throws WireException {
        try {
            XmlNode root = XmlReader.read(xml);
            List<XmlNode> sets = root.children("TagSet");
            if (!root.name().equals("Tagging") || sets.size() != 1) {
                throw MalformedException.type("the root element is not Tagging");
            }
            XmlSchema.require(root, shape(), member -> true);
            StringJoiner tags = new StringJoiner("&");
            Set<String> keys = new HashSet<>();
            for (XmlNode tag : sets.get(0).children("Tag")) {
                String key = only(tag, "Key");
                if (!keys.add(key)) {
                    throw new WireException(
                            WireError.of("InvalidTag", 400, "Cannot provide multiple Tags with the same key")
                                    .with("TagKey", key));
                }
                tags.add(UriText.encode(key, false) + "=" + UriText.encode(only(tag, "Value"), false));
            }
            return tags.toString();
        } catch (MalformedException e) {
            throw new WireException(WireError.of("MalformedXML", 400, RestXmlDialect.WELL_FORMED));
        }
    }

    /** The tags of an object as an operation of their own has them. */
    private static Structure shape() {
        return ServiceCatalog.service("s3")
                .operation("PutObjectTagging")
                .map(OperationModel::input)
                .map(Structure::payload)
                .map(payload -> (Structure) payload.shape())
                .orElseThrow(() -> new IllegalStateException("S3 sets tags of objects"));
    }

    private static String only(XmlNode tag, String name) throws MalformedException {
        List<XmlNode> found = tag.children(name);
        if (found.size() != 1) {
            throw MalformedException.type("a tag has one " + name);
        }
        return found.get(0).text();
    }
}
