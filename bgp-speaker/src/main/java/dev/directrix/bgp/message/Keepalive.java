package dev.directrix.bgp.message;

/** KEEPALIVE (RFC 4271 §4.4). */
public record Keepalive() implements Message {

    @Override
    public MessageType type() {
        return MessageType.KEEPALIVE;
    }
}
