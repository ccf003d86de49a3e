package dev.directrix.jmh;

import java.util.List;

/** What the report shows, in its order. A new benchmark adds its lines here. */
final class Goals {

    static final List<Goal> ALL = List.of(
            Goal.shown("Maglev build, 1,000 servers, 65,537 slots", build("ours", "65537"), "ms")
                    .atMost(1.0).fasterThan(build("textbook", "65537"), 1.5),
            Goal.shown("  weights 1 to 10", build("oursWeighted", "65537"), "ms"),
            Goal.shown("  textbook loop", build("textbook", "65537"), "ms"),
            Goal.shown("Maglev build, 1,000 servers, 655,373 slots", build("ours", "655373"), "ms")
                    .atMost(12).fasterThan(build("textbook", "655373"), 1.5),
            Goal.shown("  weights 1 to 10", build("oursWeighted", "655373"), "ms"),
            Goal.shown("  textbook loop", build("textbook", "655373"), "ms"),
            Goal.shown("Flow hash, IPv4", Measured.time("FlowHashBenchmark.hash4"), "ns"),
            Goal.shown("Flow hash, IPv6", Measured.time("FlowHashBenchmark.hash6"), "ns"),
            net("Pipeline a packet, batch, 10,000 flows", "establishedBatch", "10000").atMost(60),
            Goal.shown("  allocated", allocated("establishedBatch", "10000"), "B").atMost(0.1),
            net("  one by one", "established", "10000"),
            Goal.shown("  allocated", allocated("established", "10000"), "B").atMost(0.1),
            net("Pipeline a packet, batch, 100,000 flows", "establishedBatch", "100000"),
            net("  one by one", "established", "100000"),
            net("Pipeline a packet, batch, 1,000,000 flows", "establishedBatch", "1000000"),
            mode("Mode DR, a packet of an established flow", "dr").atMost(60),
            mode("  IPIP", "ipip").atMost(80),
            mode("  GRE", "gre"),
            mode("  GUE", "gue").atMost(80),
            mode("  minimal encapsulation", "minimal"),
            mode("  DSCP", "dscp"),
            mode("  NAT", "nat"),
            mode("  FULLNAT", "fullnat").atMost(120),
            Goal.shown("    allocated", Measured.allocation("ModeBenchmark.packet", "fullnat"), "B").atMost(0.1),
            Goal.shown("Trace, a packet of a pipeline without one, gross", Measured.time("TraceBenchmark.withoutTap"),
                    "ns"),
            Goal.shown("  while nothing is traced", Measured.time("TraceBenchmark.off"), "ns"),
            Goal.shown("  while others are traced", Measured.time("TraceBenchmark.tracingOthers"), "ns"),
            net("Pipeline, flow table full: Maglev alone", "tableFull", "10000"),
            Goal.shown("Pipeline, new flow into 1,024,000, gross", Measured.time("PipelineInsertBenchmark.insertBatch"),
                    "ns"),
            Goal.shown("  writing the benchmark's frame (taken off)", pipeline("framesOnly", "10000"), "ns"),
            flowTable("Flow table, a packet of 10,000 flows", "10000"),
            flowTable("Flow table, a packet of 1,000,000 flows", "1000000"),
            flowTable("Flow table, a packet of 10,000,000 flows", "10000000").atMost(25),
            codec("BGP OPEN, encode", "encode", "open"), codecMemory("encode", "open"),
            codec("BGP OPEN, decode", "decode", "open"), codecMemory("decode", "open"),
            codec("BGP UPDATE, 1 prefix, encode", "encode", "1"), codecMemory("encode", "1"),
            codec("BGP UPDATE, 1 prefix, decode", "decode", "1"), codecMemory("decode", "1"),
            codec("BGP UPDATE, 100 prefixes, encode", "encode", "100"), codecMemory("encode", "100"),
            codec("BGP UPDATE, 100 prefixes, decode", "decode", "100"), codecMemory("decode", "100"),
            codec("BGP UPDATE, 4096 octets, encode", "encode", "796"), codecMemory("encode", "796"),
            codec("BGP UPDATE, 4096 octets, decode", "decode", "796"), codecMemory("decode", "796"));

    private Goals() {
    }

    /** A packet's time in the pipeline, without the benchmark's own writing of its frame. */
    private static Goal net(final String name, final String method, final String flows) {
        return Goal.shown(name, pipeline(method, flows), "ns").netOf(pipeline("framesOnly", flows));
    }

    private static Goal mode(final String name, final String mode) {
        return Goal.shown(name, Measured.time("ModeBenchmark.packet", mode), "ns")
                .netOf(Measured.time("ModeBenchmark.framesOnly", mode));
    }

    /** A packet's time in the flow table alone, without the benchmark's own choice of a flow. */
    private static Goal flowTable(final String name, final String flows) {
        return Goal.shown(name, Measured.time("FlowTableBenchmark.lookUp", flows), "ns")
                .netOf(Measured.time("FlowTableBenchmark.numbersOnly", flows));
    }

    private static Goal codec(final String name, final String method, final String message) {
        return Goal.shown(name, Measured.time("MessageCodecBenchmark." + method, message), "ns");
    }

    private static Goal codecMemory(final String method, final String message) {
        return Goal.shown("  allocated", Measured.allocation("MessageCodecBenchmark." + method, message), "B");
    }

    private static Measured pipeline(final String method, final String flows) {
        return Measured.time("PipelineBenchmark." + method, flows);
    }

    private static Measured allocated(final String method, final String flows) {
        return Measured.allocation("PipelineBenchmark." + method, flows);
    }

    private static Measured build(final String method, final String size) {
        return Measured.time("MaglevBuildBenchmark." + method, size);
    }
}
