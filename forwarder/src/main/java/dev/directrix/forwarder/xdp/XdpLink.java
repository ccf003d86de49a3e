package dev.directrix.forwarder.xdp;

import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.BpfLink;
import dev.directrix.linux.bpf.BpfProgram;
import dev.directrix.linux.bpf.XdpMode;

/**
 * What holds an XDP program at an interface, and where the kernel runs it.
 *
 * @param link closed, it detaches the program
 * @param mode NATIVE or GENERIC
 */
public record XdpLink(BpfLink link, XdpMode mode) {

    /**
     * Attaches a program.
     *
     * @param interfaceIndex the interface, in the calling thread's network namespace
     * @param mode           AUTO tries the driver first, then the kernel's stack
     * @throws LinuxException when another XDP program is there (EBUSY), or the kernel refuses
     */
    public static XdpLink attach(final BpfProgram program, final int interfaceIndex, final XdpMode mode) {
        if (mode != XdpMode.AUTO) {
            return new XdpLink(program.attachXdp(interfaceIndex, mode), mode);
        }
        try {
            return new XdpLink(program.attachXdp(interfaceIndex, XdpMode.NATIVE), XdpMode.NATIVE);
        } catch (final LinuxException e) {
            if (e.is(Errno.EBUSY) || e.is(Errno.EEXIST) || e.is(Errno.EPERM) || e.is(Errno.ENODEV)) {
                throw e;
            }
            return new XdpLink(program.attachXdp(interfaceIndex, XdpMode.GENERIC), XdpMode.GENERIC);
        }
    }
}
