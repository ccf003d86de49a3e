package dev.directrix.lab.bench;

import dev.directrix.lab.run.HostShell;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.bpf.BpfLink;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.bpf.XdpMode;
import java.util.List;

/** What the kernel does by itself. */
enum KernelContender implements Contender {

    /** An XDP program that sets both addresses and redirects: no look-up, no decision. The limit of this rig. */
    NO_OP_REDIRECT("no-op XDP redirect") {
        @Override
        public Running start(final RigTopology topology) {
            final BpfObject object = RigPrograms.load("forward", RigTopology.SINK_MAC, RigTopology.OUT_MAC, 1);
            final BpfLink link = RigTopology.in(topology.device(), () -> {
                object.map("way").put(0, Interfaces.index("out"));
                return object.program("forward").attachXdp(Interfaces.index("in"), XdpMode.NATIVE);
            });
            return () -> {
                link.close();
                object.close();
            };
        }
    },

    /** The kernel's IPv4 forwarding to one next hop. */
    IP_FORWARDING("kernel IP forwarding") {
        @Override
        public Running start(final RigTopology topology) {
            topology.inDevice("ethtool -K in gro on");
            topology.inDevice("ip route add " + RigTopology.VIP + "/32 via " + RigTopology.SERVERS.getFirst());
            return () -> {
                topology.inDevice("ip route del " + RigTopology.VIP + "/32");
                topology.inDevice("ethtool -K in gro off");
            };
        }
    },

    /** nftables: destination NAT to four servers by a hash of the source, with connection tracking. */
    NFTABLES_DNAT("nftables DNAT by jhash") {
        @Override
        public Running start(final RigTopology topology) {
            topology.inDevice("ethtool -K in gro on");
            final String servers = "0 : %s, 1 : %s, 2 : %s, 3 : %s".formatted(RigTopology.SERVERS.toArray());
            final String rules = """
                table ip rig {
                  chain prerouting {
                    type nat hook prerouting priority dstnat;
                    ip daddr %s udp dport %d dnat to jhash ip saddr . udp sport mod 4 map { %s }
                  }
                }
                """.formatted(RigTopology.VIP, RigTopology.PORT, servers);
            HostShell.run(HostShell.SHORT, List.of("ip", "netns", "exec",
                    topology.device().path().getFileName().toString(), "nft", "-f", "-"), rules).orFail();
            return () -> {
                topology.inDevice("nft delete table ip rig");
                topology.inDevice("ethtool -K in gro off");
            };
        }
    };

    private final String label;

    KernelContender(final String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
