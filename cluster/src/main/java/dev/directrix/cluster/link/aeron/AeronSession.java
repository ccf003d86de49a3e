package dev.directrix.cluster.link.aeron;

import dev.directrix.cluster.link.Endpoint;
import dev.directrix.cluster.link.LinkException;
import dev.directrix.cluster.link.Links;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;

/**
 * One driver with its client, publication and subscription. The caller's thread does the driver's work: a thread of its
 * own would wake a thousand times a second for nothing. Not thread-safe.
 */
final class AeronSession implements AutoCloseable {

    static final int STREAM = 7400;
    static final int MTU = 1408;
    private static final int DATA_HEADER = 32;
    static final int TERM_LENGTH = 256 * 1024;
    private static final int COUNTERS_LENGTH = 1024 * 1024;
    /** Streams that may live at a time, strangers' too; as many again every half second, until the first are freed. */
    static final int MAX_IMAGES = 128;
    /** A process that is stopped for long and goes on is no dead one. */
    private static final long LIVENESS_NS = TimeUnit.HOURS.toNanos(1);
    /**
     * A receiver that stood still finds the sender beyond its window, and takes nothing from it before this is over and
     * it joins the stream anew; a sender in service says something ten times a second.
     */
    private static final long IMAGE_LIVENESS_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long NAK_BACKOFF_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final DriverDirectory directory;
    private final Readiness readiness;
    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker driverWork;
    private final AgentInvoker clientWork;
    private final ExclusivePublication publication;
    private final Subscription subscription;

    /**
     * Starts a driver and opens its sockets.
     *
     * @throws LinkException if an endpoint cannot be opened
     */
    AeronSession(
            final AeronSettings settings, final Readiness readiness, final Random random, final ErrorHandler errors) {
        this.readiness = readiness;
        if (Links.MAX_DATAGRAM > MTU - DATA_HEADER) {
            throw new IllegalStateException("datagrams of " + Links.MAX_DATAGRAM + " octets do not fit");
        }
        directory = DriverDirectory.create(settings.directory(), random);
        MediaDriver startedDriver = null;
        Aeron startedClient = null;
        try {
            startedDriver = MediaDriver.launch(driverContext(errors));
            driverWork = startedDriver.sharedAgentInvoker();
            startedClient = Aeron.connect(clientContext(errors));
            clientWork = startedClient.conductorAgentInvoker();
            subscription = startedClient.addSubscription(subscriptionUri(settings), STREAM);
            publication = startedClient.addExclusivePublication(publicationUri(settings), STREAM);
        } catch (final AeronException e) {
            CloseHelper.quietCloseAll(startedClient, startedDriver, readiness::forgetClosed, directory);
            throw new LinkException("cluster.listen " + settings.listen() + " cannot be opened: "
                    + e.getMessage() + "; give an address of this machine and a port that is free", e);
        }
        driver = startedDriver;
        aeron = startedClient;
    }

    private MediaDriver.Context driverContext(final ErrorHandler errors) {
        final MediaDriver.Context context = new MediaDriver.Context()
                .aeronDirectoryName(directory.path().toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.INVOKER)
                .asyncExecutorEnabled(false) // it looks up names, of which there are none, a thousand times a second
                .publicationTermBufferLength(TERM_LENGTH)
                .ipcTermBufferLength(TERM_LENGTH)
                .counterValuesBufferLength(COUNTERS_LENGTH)
                .streamSessionLimit(MAX_IMAGES)
                .spiesSimulateConnection(false)
                .clientLivenessTimeoutNs(LIVENESS_NS)
                .publicationUnblockTimeoutNs(2 * LIVENESS_NS)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(LIVENESS_NS))
                .imageLivenessTimeoutNs(IMAGE_LIVENESS_NS)
                .nakMulticastMaxBackoffNs(NAK_BACKOFF_NS)
                .errorHandler(errors);
        readiness.watch(context);
        return context;
    }

    private Aeron.Context clientContext(final ErrorHandler errors) {
        return new Aeron.Context()
                .aeronDirectoryName(directory.path().toString())
                .useConductorAgentInvoker(true)
                .driverAgentInvoker(driverWork)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(LIVENESS_NS))
                .errorHandler(errors)
                .subscriberErrorHandler(errors);
    }

    /** Maximum flow control: the sender waits for the fastest receiver only, so that one that hangs stalls nobody. */
    private static String publicationUri(final AeronSettings settings) {
        final String common = "|fc=max|mtu=" + MTU + "|term-length=" + TERM_LENGTH;
        return settings.multicast().map(multicast -> groupUri(multicast) + "|ttl=" + multicast.ttl() + common)
                .orElseGet(() -> "aeron:udp?control-mode=manual|control=" + settings.listen().hostInUri() + ":0"
                        + common);
    }

    /** Unreliable: what is lost is not waited for here, the links send it again where it matters. */
    private static String subscriptionUri(final AeronSettings settings) {
        return settings.multicast().map(AeronSession::groupUri)
                .orElseGet(() -> "aeron:udp?endpoint=" + settings.listen()) + "|reliable=false|group=true|rejoin=true";
    }

    private static String groupUri(final MulticastSettings multicast) {
        return "aeron:udp?endpoint=" + multicast.group() + "|interface=" + multicast.netInterface();
    }

    /** Does not wait for the driver: what is wrong with a destination comes to the error handler. */
    void addDestination(final Endpoint peer) {
        if (isOver()) {
            return;
        }
        publication.asyncAddDestination("aeron:udp?endpoint=" + peer);
    }

    void removeDestination(final Endpoint peer) {
        if (isOver()) {
            return;
        }
        publication.asyncRemoveDestination("aeron:udp?endpoint=" + peer);
    }

    ExclusivePublication publication() {
        return publication;
    }

    Subscription subscription() {
        return subscription;
    }

    /** Whether it came to an end by itself. */
    boolean isOver() {
        return aeron.isClosed() || publication.isClosed()
                || publication.position() > publication.maxPossiblePosition() / 2;
    }

    /** One duty cycle; returns 0 if there was nothing to do. */
    int work() {
        return driverWork.invoke() + clientWork.invoke();
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(aeron, driver, readiness::forgetClosed, directory);
    }
}
