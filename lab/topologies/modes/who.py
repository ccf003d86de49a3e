"""Takes steps from its input, one a line, and prints the name of the server that each came to.

tcp SOURCE ADDRESS PORT             a connection, which stays open
udp SOURCE PORT ADDRESS PORT HEX    a datagram
close SERVER                        ends the connections that this server has
await FILE                          until the file is there
ask                                 something on each open connection: prints the names again
"""
import os
import socket
import sys
import time

SECONDS = 10
connections = []


def tcp(source, address, port):
    connection = socket.create_connection((address, int(port)), timeout=SECONDS, source_address=(source, 0))
    name = connection.recv(100).decode().strip()
    connections.append((name, connection))
    return [name]


def udp(source, source_port, address, port, payload):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(SECONDS)
        client.bind((source, int(source_port)))
        client.connect((address, int(port)))
        client.send(bytes.fromhex(payload))
        return [client.recv(100).decode().strip()]


def close(server):
    for name, connection in list(connections):
        if name == server:
            connection.close()
            connections.remove((name, connection))
    return []


def wait(file):
    end = time.monotonic() + 3 * SECONDS
    while not os.path.exists(file):
        if time.monotonic() > end:
            raise TimeoutError(f"no {file} after {3 * SECONDS} s")
        time.sleep(0.05)
    return []


def ask():
    names = []
    for _, connection in connections:
        connection.send(b"?")
        names.append(connection.recv(100).decode().strip())
    return names


kinds = {"tcp": tcp, "udp": udp, "close": close, "await": wait, "ask": ask}
for number, line in enumerate(sys.stdin, 1):
    kind, *arguments = line.split()
    try:
        for name in kinds[kind](*arguments):
            print(name, flush=True)
    except OSError as e:
        sys.exit(f"step {number}, {line.strip()}: {e} (it waits {SECONDS} s for an answer)")
