package dev.directrix.director.cli;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.control.json.JsonText;
import dev.directrix.director.runtime.Signals;
import dev.directrix.ecmp.Prefix;
import dev.directrix.forwarder.decap.DecapCounter;
import dev.directrix.forwarder.decap.DecapSettings;
import dev.directrix.forwarder.decap.Decapsulator;
import dev.directrix.forwarder.decap.TunnelKind;
import dev.directrix.forwarder.service.AddressRange;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.XdpMode;
import dev.directrix.linux.netlink.InterfaceAddress;
import dev.directrix.linux.netlink.RouteNetlink;
import dev.directrix.linux.socket.SupervisorSocket;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code directrix decap}. */
@Command(name = "decap", mixinStandardHelpOptions = true,
    description = {"At a real server without tunnel devices: take the director's tunnel headers off, and give packets"
        + " that DSCP marks their VIP back.",
        "Runs in the foreground until SIGTERM, SIGINT or SIGHUP; then prints what it counted. However it ends, the"
            + " kernel takes its program off the interface."})
final class DecapCommand implements Callable<Integer> {

    private static final Duration INTERFACE_CHECK = Duration.ofSeconds(1);

    @Parameters(paramLabel = "INTERFACE", description = "Where the directors' packets arrive.")
    private String device;

    @Option(names = "--tunnel", paramLabel = "KIND", split = ",",
        description = "ipip (4 and 6, in 4 and 6), gre, gue (variants 0 and 1) or minimal; several are allowed.")
    private Set<TunnelKind> tunnels = EnumSet.noneOf(TunnelKind.class);

    @Option(names = "--vip", paramLabel = "ADDRESS|PREFIX", split = ",", converter = RangeConverter.class,
        description = "What the clients' packets may be addressed to; needed for tunnels, several are allowed.")
    private List<AddressRange> vips = new ArrayList<>();

    @Option(names = "--local", paramLabel = "ADDRESS", split = ",",
        converter = DirectorCommand.AddressConverter.class,
        description = "This server's address that directors send to, several are allowed; the interface's unless"
            + " given.")
    private List<InetAddress> locals = new ArrayList<>();

    @Option(names = "--source", paramLabel = "ADDRESS|PREFIX", split = ",", converter = RangeConverter.class,
        description = "Where tunnel packets may come from, several are allowed; anywhere unless given.")
    private List<AddressRange> sources = new ArrayList<>();

    @Option(names = "--gre-key", paramLabel = "N", description = "The key that GRE must carry; none unless given.")
    private Optional<Long> greKey = Optional.empty();

    @Option(names = "--gue-port", paramLabel = "PORT", split = ",",
        description = "UDP port of GUE, up to 4; " + DecapSettings.GUE_PORT + " unless given.")
    private List<Integer> guePorts = new ArrayList<>();

    @Option(names = "--dscp", paramLabel = "CODE=VIP", split = ",", converter = CodeConverter.class,
        description = "A DSCP code point, 1 to 63, and the VIP that it stands for; several are allowed.")
    private List<CodePoint> codes = new ArrayList<>();

    @Option(names = "--mode", paramLabel = "MODE", defaultValue = "auto",
        description = "native (in the driver), generic (in the stack) or auto, the better that works;"
            + " ${DEFAULT-VALUE} unless given.")
    private XdpMode mode;

    @Option(names = "--stats", paramLabel = "INTERVAL", converter = IntervalConverter.class,
        description = "Print the counters each INTERVAL, such as 10s; only at the end unless given.")
    private Optional<Duration> stats = Optional.empty();

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text",
        description = "text or json, one line at a time; ${DEFAULT-VALUE} unless given.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    /** One {@code --dscp}. */
    record CodePoint(int code, InetAddress vip) {
    }

    @Override
    public Integer call() throws InterruptedException {
        final int index = Interfaces.index(device);
        final List<InterfaceAddress> addresses = addresses();
        final DecapSettings settings = settings(addresses, index);
        warn(settings, addresses);
        try (Decapsulator decapsulator = Decapsulator.attach(settings, index, mode)) {
            if (output == OutputFormat.TEXT) {
                out().println(DecapText.running(device, decapsulator.mode(), settings));
                out().flush();
            }
            return run(decapsulator, index);
        }
    }

    private DecapSettings settings(final List<InterfaceAddress> addresses, final int index) {
        final Map<Integer, List<InetAddress>> vipsOfCodes = new HashMap<>();
        codes.forEach(it -> vipsOfCodes.computeIfAbsent(it.code(), _ -> new ArrayList<>()).add(it.vip()));
        final List<Integer> ports = guePorts.isEmpty() && tunnels.contains(TunnelKind.GUE)
            ? List.of(DecapSettings.GUE_PORT) : guePorts;
        final List<InetAddress> served = locals.isEmpty() ? own(addresses, index) : locals;
        try {
            return new DecapSettings(tunnels, served, vips, sources,
                greKey.map(OptionalLong::of).orElseGet(OptionalLong::empty), ports, vipsOfCodes);
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The interface's addresses that directors can send to. */
    private List<InetAddress> own(final List<InterfaceAddress> addresses, final int index) {
        return addresses.stream()
            .filter(it -> it.interfaceIndex() == index)
            .map(InterfaceAddress::address)
            .filter(it -> !it.isLinkLocalAddress() && vips.stream().noneMatch(vip -> vip.contains(it))
                && codes.stream().noneMatch(code -> code.vip().equals(it)))
            .toList();
    }

    private void warn(final DecapSettings settings, final List<InterfaceAddress> addresses) {
        final List<InetAddress> here = addresses.stream().map(InterfaceAddress::address).toList();
        final List<InetAddress> wanted = new ArrayList<>();
        settings.vips().stream().filter(AddressRange::single).forEach(vip -> wanted.add(vip.address()));
        settings.codes().values().forEach(wanted::addAll);
        wanted.stream().distinct().filter(vip -> !here.contains(vip)).forEach(vip -> {
            final String text = AddressText.format(vip);
            spec.commandLine().getErr().println("directrix: warning: " + text + " is no address of this server, so the"
                + " kernel does not take its packets: ip address add " + text + "/" + AddressRange.of(vip).bits()
                + " dev lo");
        });
    }

    private Integer run(final Decapsulator decapsulator, final int index) throws InterruptedException {
        final CountDownLatch stop = new CountDownLatch(1);
        for (final String signal : List.of("TERM", "INT", "HUP")) {
            Signals.handle(signal, stop::countDown);
        }
        SupervisorSocket.of(System.getenv()).ifPresent(it -> it.tell("READY=1"));
        final long everyNs = stats.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        final long stepNs = Math.min(everyNs, INTERFACE_CHECK.toNanos());
        long printedNs = System.nanoTime();
        while (!stop.await(stepNs, TimeUnit.NANOSECONDS)) {
            if (Interfaces.name(index).isEmpty()) {
                print(decapsulator, true);
                throw new LinuxException("interface " + device + " is gone, and the program with it");
            }
            if (System.nanoTime() - printedNs >= everyNs) {
                printedNs += everyNs;
                print(decapsulator, false);
            }
        }
        print(decapsulator, true);
        return ExitCode.OK;
    }

    private void print(final Decapsulator decapsulator, final boolean last) {
        final Map<DecapCounter, Long> counters = decapsulator.counters();
        if (output == OutputFormat.JSON) {
            out().println(JsonText.compact(DecapText.json(device, decapsulator.mode(), counters)));
        } else if (last) {
            out().print(DecapText.table(counters, new Paint(spec.commandLine().getColorScheme().ansi().enabled())));
        } else {
            out().println(DecapText.line(counters));
        }
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static List<InterfaceAddress> addresses() {
        try (RouteNetlink netlink = RouteNetlink.open()) {
            return netlink.addresses();
        }
    }

    /** Reads an address, or a prefix. */
    static final class RangeConverter implements ITypeConverter<AddressRange> {

        @Override
        public AddressRange convert(final String text) {
            try {
                if (text.indexOf('/') < 0) {
                    return AddressRange.of(AddressText.parse(text));
                }
                final Prefix prefix = AddressText.parsePrefix(text);
                return new AddressRange(prefix.address(), prefix.length());
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code 5=192.0.2.10}. */
    static final class CodeConverter implements ITypeConverter<CodePoint> {

        @Override
        public CodePoint convert(final String text) {
            final int equals = text.indexOf('=');
            if (equals < 0 || !text.substring(0, equals).matches("\\d{1,2}")) {
                throw new TypeConversionException("'" + text
                    + "' is not a code point and a VIP; write it as 5=192.0.2.10");
            }
            try {
                return new CodePoint(Integer.parseInt(text.substring(0, equals)),
                    AddressText.parse(text.substring(equals + 1)));
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a duration that is not zero. */
    static final class IntervalConverter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(final String text) {
            try {
                final Duration interval = DurationText.parse(text);
                if (interval.isZero()) {
                    throw new TypeConversionException("an interval of 0 makes no sense; write it as 10s");
                }
                return interval;
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
