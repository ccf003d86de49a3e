package dev.directrix.bgp.transport;

import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the octets of a connection into messages (RFC 4271 §4.1). Checks the header before it waits for the rest, so
 * that it never holds more than one message. After a mistake it reads nothing more: the boundaries are lost.
 */
final class FrameDecoder extends ByteToMessageDecoder {

    private final Link link;
    private boolean lost;

    FrameDecoder(final Link link) {
        this.link = link;
    }

    @Override
    protected void decode(final ChannelHandlerContext context, final ByteBuf in, final List<Object> out) {
        if (lost || link.isFinishing()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < MessageHeader.LENGTH) {
            return;
        }
        try {
            final byte[] header = ByteBufUtil.getBytes(in, in.readerIndex(), MessageHeader.LENGTH);
            final int length = MessageHeader.messageLength(header, link.events().maxMessageSize());
            if (in.readableBytes() >= length) {
                final byte[] message = new byte[length];
                in.readBytes(message);
                link.events().received(message);
            }
        } catch (final ProtocolException e) {
            lost = true;
            in.skipBytes(in.readableBytes());
            link.events().broken(e);
        }
    }
}
