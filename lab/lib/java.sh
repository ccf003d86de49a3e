# Shell functions that find a JDK; sourced by the scripts beside this folder.

# Prints the major version of the Java in folder $1 and fails when there is none.
java_major() {
    [ -x "$1/bin/java" ] || return 1
    version=
    if [ -r "$1/release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release")
    fi
    if [ -z "$version" ]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\{0,1\}\([0-9]*\).*/\1/p' | head -n 1)
    fi
    [ -n "$version" ] && echo "$version"
}

# Prints the folder of a Java of major version $1 or later, but not later than $2 when that is given.
# JAVA_HOME comes first, then the usual places, then the java on the PATH.
find_java() {
    least=$1
    most=${2:-999}
    on_path=$(command -v java || true)
    if [ -n "$on_path" ]; then on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")"); fi
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/jdk* /opt/java/* "${HOME:-/root}"/.sdkman/candidates/java/* \
        "$on_path"; do
        [ -n "$candidate" ] || continue
        major=$(java_major "$candidate") || continue
        if [ "$major" -ge "$least" ] && [ "$major" -le "$most" ]; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}
