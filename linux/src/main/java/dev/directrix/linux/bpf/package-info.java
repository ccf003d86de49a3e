/** libbpf by java.lang.foreign: load an object, set up its maps, attach XDP programs, run them on test frames. */
package dev.directrix.linux.bpf;
