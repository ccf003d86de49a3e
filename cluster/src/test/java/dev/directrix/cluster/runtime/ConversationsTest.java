package dev.directrix.cluster.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ConversationsTest {
    private static final MemberId D1 = new MemberId("d1", 1);
    private static final MemberId D2 = new MemberId("d2", 2);

    private final Deque<Message.Talk> toD1 = new ArrayDeque<>();
    private final Deque<Message.Talk> toD2 = new ArrayDeque<>();
    private final Conversations d1 = conversations(toD2, text -> "d1 heard " + text);
    private UnaryOperator<String> answering = text -> "d2 heard " + text;
    private final Conversations d2 = conversations(toD1, text -> answering.apply(text));

    private static Conversations conversations(
            final Deque<Message.Talk> out, final UnaryOperator<String> answering) {
        return new Conversations((to, message) -> out.add((Message.Talk) message), answering, (task, then) -> {
            task.run();
            then.run();
        });
    }

    private CompletableFuture<String> ask(final String question) {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        d1.ask(D2, question, answer);
        while (!toD2.isEmpty() || !toD1.isEmpty()) {
            while (!toD2.isEmpty()) {
                d2.heard(D1, toD2.poll());
            }
            while (!toD1.isEmpty()) {
                d1.heard(D2, toD1.poll());
            }
        }
        return answer;
    }

    @Test
    void shouldBringAnAnswerToWhoAsked() {
        assertThat(ask("weight?")).isCompletedWithValue("d2 heard weight?");
    }

    @Test
    void shouldCarryLongTextsInParts() {
        final String question = "ä".repeat(20_000);
        answering = text -> text + text.repeat(9);

        assertThat(ask(question)).isCompletedWithValue(question.repeat(10));
    }

    @Test
    void shouldSayThatAnAnswerIsTooLongInsteadOfCarryingIt() {
        answering = text -> "x".repeat(2_000_000);

        assertThat(ask("everything?")).isCompletedWithValueMatching(answer -> answer.contains("too long"));
    }

    @Test
    void shouldListenToNobodyWithoutEnd() {
        final byte[] part = new byte[1_000];
        for (int i = 0; i < 10_000; i++) {
            d2.heard(D1, new Message.Talk(5, false, false, part));
        }
        d2.heard(D1, new Message.Talk(5, false, true, part));
        for (int id = 100; id < 1_000; id++) {
            d2.heard(D1, new Message.Talk(id, false, false, part));
        }

        assertThat(toD1).as("answers").isEmpty();
        assertThat(d2.open()).isLessThanOrEqualTo(16);
    }

    @Test
    void shouldTakeNoAnswerThatNobodyAskedFor() {
        d1.heard(D2, new Message.Talk(9, true, true, new byte[] {1}));

        assertThat(d1.open()).isZero();
        assertThat(ask("still there?")).isCompleted();
    }

    @Test
    void shouldFailWhatIsOpenWhenThisLifeIsOver() {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        d1.ask(D2, "anybody?", answer);
        d1.close();

        assertThat(answer).isCompletedExceptionally();
    }
}
