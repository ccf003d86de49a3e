package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The token that etcd gave for user and password, asked for when there is none. Etcd forgets simple tokens some minutes
 * after their last use, and at each restart. Any thread.
 */
final class Tokens {
    private final Optional<EtcdUser> user;
    /** Empty while there is none; holds an empty one where etcd runs without users. */
    private Optional<Optional<String>> held = Optional.empty();

    Tokens(final Optional<EtcdUser> user) {
        this.user = user;
    }

    /** The token to send, empty for none; fetched from the attempt's endpoint if it is not known. */
    CompletableFuture<Optional<String>> token(final Attempt attempt) {
        if (user.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        final Optional<Optional<String>> known = held();
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        final JsonObject question = new JsonObject();
        question.addProperty("name", user.get().name());
        question.addProperty("password", user.get().password());
        return attempt.post("/v3/auth/authenticate", question, Optional.empty())
                .thenApply(answer -> Optional.of(EtcdJson.text(answer.body(), "token")).filter(text -> !text.isEmpty()))
                .exceptionallyCompose(thrown -> EtcdException.of(thrown).isAuthenticationOff()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(thrown))
                .thenApply(this::hold);
    }

    /** Forgets this token, if it is still the one held. */
    synchronized void forget(final Optional<String> token) {
        if (held.isPresent() && held.get().equals(token)) {
            held = Optional.empty();
        }
    }

    /** Forgets the token, whichever it is. */
    synchronized void forget() {
        held = Optional.empty();
    }

    /** Whether a new token may be had. */
    boolean canRenew() {
        return user.isPresent();
    }

    private synchronized Optional<Optional<String>> held() {
        return held;
    }

    private synchronized Optional<String> hold(final Optional<String> token) {
        held = Optional.of(token);
        return token;
    }
}
