package dev.directrix.cluster.runtime;

import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.message.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Questions of operators to other directors, and their answers, in parts. Bounded: a peer that asks too much, or talks
 * without end, is not listened to. For one thread, but that answers are worked out on threads of their own.
 */
final class Conversations {
    private static final int MOST_QUESTION_BYTES = 64 * 1024;
    private static final int MOST_ANSWER_BYTES = 1024 * 1024;
    private static final int MOST_OPEN = 16;
    private static final String TOO_LONG = "the answer is too long to be relayed: ask that director itself";

    private final BiConsumer<MemberId, Message> send;
    private final UnaryOperator<String> answering;
    private final BiConsumer<Runnable, Runnable> aside;
    private final Map<Long, CompletableFuture<String>> asked = new HashMap<>();
    private final Map<Heard, Text> parts = new HashMap<>();
    private long nextId = 1;

    /** What belongs together. */
    private record Heard(MemberId from, long id, boolean answer) {
    }

    /** What was heard so far; of one that is too long only that it is. */
    private static final class Text {
        private final int most;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private boolean isTooLong;

        Text(final int most) {
            this.most = most;
        }

        void add(final byte[] part) {
            isTooLong |= octets.size() + part.length > most;
            if (isTooLong) {
                octets.reset();
            } else {
                octets.writeBytes(part);
            }
        }
    }

    /**
     * No conversations.
     *
     * @param send      tells a member something
     * @param answering answers a question; called aside
     * @param aside     runs the first aside and then the second on this thread
     */
    Conversations(
            final BiConsumer<MemberId, Message> send,
            final UnaryOperator<String> answering,
            final BiConsumer<Runnable, Runnable> aside) {
        this.send = send;
        this.answering = answering;
        this.aside = aside;
    }

    /** Asks a member; the future is completed with its answer. */
    void ask(final MemberId to, final String question, final CompletableFuture<String> answer) {
        asked.values().removeIf(CompletableFuture::isDone);
        if (asked.size() >= MOST_OPEN) {
            answer.completeExceptionally(new IllegalStateException("too many questions at a time: try again"));
            return;
        }
        final long id = nextId++;
        asked.put(id, answer);
        tell(to, id, false, question);
    }

    /** A part of a question or an answer has come. */
    void heard(final MemberId from, final Message.Talk talk) {
        final Heard of = new Heard(from, talk.id(), talk.answer());
        if (talk.answer() ? !asked.containsKey(talk.id()) : parts.size() >= MOST_OPEN && !parts.containsKey(of)) {
            return;
        }
        final Text text = parts.computeIfAbsent(
                of, _ -> new Text(talk.answer() ? MOST_ANSWER_BYTES : MOST_QUESTION_BYTES));
        text.add(talk.text());
        if (talk.last()) {
            parts.remove(of);
            if (!text.isTooLong) {
                complete(from, talk, text.octets.toString(StandardCharsets.UTF_8));
            }
        }
    }

    private void complete(final MemberId from, final Message.Talk talk, final String text) {
        if (talk.answer()) {
            asked.remove(talk.id()).complete(text);
            return;
        }
        final CompletableFuture<String> answer = new CompletableFuture<>();
        aside.accept(() -> answer.complete(answering.apply(text)),
                () -> tell(from, talk.id(), true, answer.getNow(TOO_LONG)));
    }

    private void tell(final MemberId to, final long id, final boolean answer, final String text) {
        final byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        final byte[] all = whole.length > MOST_ANSWER_BYTES ? TOO_LONG.getBytes(StandardCharsets.UTF_8) : whole;
        int from = 0;
        do {
            final int until = Math.min(all.length, from + MessageCodec.MOST_TEXT);
            send.accept(to, new Message.Talk(id, answer, until == all.length, Arrays.copyOfRange(all, from, until)));
            from = until;
        } while (from < all.length);
    }

    /** How many are being listened to. */
    int open() {
        return parts.size();
    }

    /** This life is over: nobody answers any more. */
    void close() {
        asked.values().forEach(answer ->
                answer.completeExceptionally(new IllegalStateException("this director is no member any more")));
        asked.clear();
    }
}
