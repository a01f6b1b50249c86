package io.slipway.s3.http;

/** Everything belongs to one account. */
final class Owner {

    static final String ID = "5110a05110a05110a05110a05110a05110a05110a05110a05110a05110a05110";
    static final String NAME = "slipway";

    private Owner() {}

    static Xml add(Xml xml, String element) {
        return xml.open(element).add("ID", ID).add("DisplayName", NAME).close();
    }
}
