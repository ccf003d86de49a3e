package dev.directrix.bgp.exabgp.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Answer to {@code help}. */
final class HelpReport {

    private static final String WHO = "[neighbor ADDRESS [FILTER VALUE]... [, neighbor ...]] ";
    private static final List<String> COMMANDS = List.of(
        WHO + "announce route PREFIX next-hop ADDRESS|self [ATTRIBUTE]... [sync]",
        WHO + "announce attributes [ATTRIBUTE]... nlri PREFIX...",
        WHO + "announce ipv4|ipv6 unicast PREFIX next-hop ADDRESS|self [ATTRIBUTE]...",
        WHO + "announce eor [ipv4|ipv6 unicast]",
        WHO + "announce route-refresh ipv4|ipv6 unicast",
        WHO + "withdraw route PREFIX [ATTRIBUTE]... [sync]",
        WHO + "withdraw attributes [ATTRIBUTE]... nlri PREFIX...",
        WHO + "withdraw ipv4|ipv6 unicast PREFIX [ATTRIBUTE]...",
        WHO + "teardown SUBCODE",
        WHO + "flush adj-rib out",
        WHO + "clear adj-rib in|out",
        "announce|withdraw watchdog [NAME]",
        "show neighbor [ADDRESS] summary|extensive|configuration [json]",
        "show adj-rib in|out [ADDRESS] [extensive] [json]",
        "create neighbor ADDRESS KEY VALUE... [api PROCESS]...",
        "delete neighbor ADDRESS [FILTER VALUE]...",
        "group start", "group end", "peer ADDRESS|* group COMMAND ; COMMAND...", "peer list",
        "enable-ack", "disable-ack", "silence-ack", "enable-sync", "disable-sync",
        "version", "help", "status", "ping [text]", "bye", "queue-status", "api version [4|6]",
        "reload", "restart", "shutdown", "reset", "# comment");

    private HelpReport() {
    }

    static List<String> of(final boolean json) {
        if (json) {
            final JsonArray commands = new JsonArray();
            COMMANDS.forEach(commands::add);
            final JsonObject answer = new JsonObject();
            answer.addProperty("description", "Available API commands");
            answer.add("commands", commands);
            return List.of(answer.toString());
        }
        final List<String> lines = new ArrayList<>();
        lines.add("available API commands; those of version 6 (peer, rib, session, daemon, system) mean the same");
        lines.add("FILTER is local-ip, local-as, peer-as, router-id or family-allowed");
        lines.addAll(COMMANDS);
        return lines;
    }
}
