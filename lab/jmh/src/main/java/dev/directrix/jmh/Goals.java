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
            Goal.shown("Pipeline a packet, batch, 10,000 flows", pipeline("establishedBatch", "10000"), "ns")
                    .atMost(60),
            Goal.shown("  allocated", allocated("establishedBatch", "10000"), "B").atMost(0.1),
            Goal.shown("  one by one", pipeline("established", "10000"), "ns"),
            Goal.shown("  allocated", allocated("established", "10000"), "B").atMost(0.1),
            Goal.shown("Pipeline a packet, batch, 100,000 flows", pipeline("establishedBatch", "100000"), "ns")
                    .atMost(60),
            Goal.shown("  one by one", pipeline("established", "100000"), "ns"),
            Goal.shown("Pipeline a packet, batch, 1,000,000 flows", pipeline("establishedBatch", "1000000"), "ns"),
            Goal.shown("Pipeline, flow table full: Maglev alone", pipeline("tableFull", "10000"), "ns"),
            Goal.shown("Pipeline, new flow into 1,024,000", Measured.time("PipelineInsertBenchmark.insertBatch"), "ns"),
            Goal.shown("  of these, writing the benchmark's frame", pipeline("framesOnly", "10000"), "ns"));

    private Goals() {
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
