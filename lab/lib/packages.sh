# Shell functions that install what is missing; sourced by lab/quickstart and lab/verify.

# What the build and the lab use, as Debian packages.
LAB_PACKAGES="maven frr bird2 gobgpd exabgp python3 nginx-light wrk curl tcpdump libbpf1 libpcap0.8 clang llvm libbpf-dev ethtool
    iproute2 iputils-ping nftables procps netcat-openbsd libcap2-bin etcd-server etcd-client"
JDK_PACKAGE=openjdk-25-jdk-headless

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# Starts the script $1 with the other arguments again through sudo, unless this is root already.
become_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    command -v sudo > /dev/null || fail "run this as root: it installs packages and makes network namespaces"
    if [ -t 0 ]; then exec sudo "$@"; fi
    exec sudo -n "$@"
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null || true)" = installed ]
}

has_candidate() {
    apt-cache policy "$1" 2> /dev/null | grep -q '^  Candidate: [^(]'
}

# Installs those of the packages that are missing. Services of new packages are not started, now or at the next boot.
install_packages() {
    missing=
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get > /dev/null || fail "this is no Debian: install by hand:$missing"
    echo "installing:$missing"
    for package in $missing; do
        has_candidate "$package" || { apt update; break; }
    done
    hold_services
    apt install --no-install-recommends $missing || { apt update && apt install --no-install-recommends $missing; } \
        || { release_services; fail "these packages cannot be installed:$missing"; }
    release_services
    disable_services $missing
}

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold \
        -o Dpkg::Use-Pty=0 "$@" < /dev/null
}

# A policy-rc.d that refuses starts is Debian's own way to install a service without running it.
hold_services() {
    held=
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
        held=yes
        trap release_services EXIT
    fi
}

release_services() {
    if [ -n "${held:-}" ]; then rm -f /usr/sbin/policy-rc.d; fi
    held=
}

disable_services() {
    [ -d /run/systemd/system ] || return 0
    for package in "$@"; do
        for unit in $(dpkg -L "$package" 2> /dev/null | sed -n 's|^.*/systemd/system/\([^/@]*\.service\)$|\1|p'); do
            systemctl disable --now --quiet "$unit" 2> /dev/null || continue
            echo "$unit, new with package $package, is left disabled"
        done
    done
}

# A JDK 25 must be here; the distribution's is installed when it has one.
ensure_jdk() {
    find_java 25 25 > /dev/null && return 0
    if command -v apt-get > /dev/null; then
        has_candidate "$JDK_PACKAGE" || apt update || true
        if has_candidate "$JDK_PACKAGE"; then
            install_packages "$JDK_PACKAGE"
            find_java 25 25 > /dev/null && return 0
        fi
    fi
    fail "no JDK 25 here and none in this distribution: unpack one below /usr/lib/jvm"
}
