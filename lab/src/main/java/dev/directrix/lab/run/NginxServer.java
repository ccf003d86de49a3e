package dev.directrix.lab.run;

import dev.directrix.lab.topology.NodeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Starts nginx in a node, with the bound configuration or one that answers with the node's name. */
final class NginxServer {
    private static final String CONFIG = "/etc/nginx/nginx.conf";
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(20);
    private static final String OWN_CONFIG = """
        worker_processes 1;
        pid /run/nginx.pid;
        events { worker_connections 4096; }
        http {
            access_log /var/log/nginx/access.log;
            include /etc/nginx/conf.d/*.conf;
            server {
                listen 80;
                listen [::]:80;
                location / { default_type text/plain; add_header X-Server $hostname; return 200 "$hostname\\n"; }
            }
        }
        """;

    private NginxServer() {
    }

    static void start(LabNode node, NodeSpec spec) {
        try {
            if (spec.binds().stream().noneMatch(bind -> bind.target().equals(CONFIG))) {
                Path config = node.file(CONFIG);
                Files.createDirectories(config.getParent());
                Files.writeString(config, OWN_CONFIG);
            }
            Files.createDirectories(node.file("/var/log/nginx"));
        } catch (IOException e) {
            throw new LabException("node " + spec.name() + ": nginx's configuration cannot be written", e);
        }
        CommandResult started = node.shell(READY_TIMEOUT, "nginx </dev/null >>/var/log/node/nginx.log 2>&1");
        if (!started.succeeded()) {
            throw new LabException("node " + spec.name() + ": nginx does not start" + node.lastLogLines());
        }
    }
}
