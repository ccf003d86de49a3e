package dev.directrix.linux.netlink;

/** Numbers of linux/rtnetlink.h and linux/neighbour.h that encoder and decoder share. */
final class RouteProtocol {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;
    static final int RTM_NEWNEIGH = 28;
    static final int RTM_DELNEIGH = 29;
    static final int RTM_GETNEIGH = 30;
    static final int NDA_DST = 1;
    static final int NDA_LLADDR = 2;
    static final int NDA_FLAGS_EXT = 15;
    static final int NTF_USE = 1;
    static final int NTF_EXT_MANAGED = 1;
    static final int RTMGRP_LINK = 0x1;
    static final int RTMGRP_NEIGH = 0x4;
    static final int RTMGRP_IPV4_IFADDR = 0x10;
    static final int RTMGRP_IPV4_ROUTE = 0x40;
    static final int RTMGRP_IPV6_IFADDR = 0x100;
    static final int RTMGRP_IPV6_ROUTE = 0x400;

    private RouteProtocol() {
    }
}
