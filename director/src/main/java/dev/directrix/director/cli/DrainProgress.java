package dev.directrix.director.cli;

import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.DrainStage;
import dev.directrix.director.control.VipDrain;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows how drains go on: bars on a terminal, otherwise a line at each event and now and then between. One thread. */
final class DrainProgress {

    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final Paint paint;
    private final DrainText text;
    private final Map<InetAddress, VipDrain> shown = new HashMap<>();
    private int lines;

    DrainProgress(final PrintWriter out, final Paint paint) {
        this.out = out;
        this.paint = paint;
        this.text = new DrainText(paint);
    }

    /** Shows one look. */
    void show(final DrainReport report) {
        if (paint.enabled()) {
            redraw(text.bars(report));
            return;
        }
        for (final VipDrain drain : report.drains()) {
            if (isNews(drain)) {
                shown.put(drain.vip(), drain);
                out.println(text.event(drain));
            }
        }
        out.flush();
    }

    private boolean isNews(final VipDrain drain) {
        final VipDrain before = shown.get(drain.vip());
        return before == null || before.stage() != drain.stage()
            || (drain.stage() == DrainStage.DRAINING && drain.age().minus(before.age()).compareTo(BETWEEN) >= 0);
    }

    private void redraw(final List<String> bars) {
        if (lines > 0) {
            out.print("\u001b[" + lines + "A");
        }
        bars.forEach(line -> out.print("\r\u001b[K" + line + "\n"));
        lines = bars.size();
        out.flush();
    }
}
