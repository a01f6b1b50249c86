package io.slipway.emulator.model;

import org.jspecify.annotations.Nullable;

/** Where in a request: as the service's messages write it, {@code inputDataConfig.2.member.channelName}. */
record MemberPath(@Nullable MemberPath parent, String segment) {

    static MemberPath ofMember(@Nullable MemberPath parent, String name) {
        return new MemberPath(parent, name);
    }

    /** @param index from zero; written from one */
    MemberPath element(int index) {
        return new MemberPath(new MemberPath(this, String.valueOf(index + 1)), "member");
    }

    @Override
    public String toString() {
        String own = segment.isEmpty() ? segment : Character.toLowerCase(segment.charAt(0)) + segment.substring(1);
        return parent == null ? own : parent + "." + own;
    }
}
