"""Talks to echo.py and says how it went.

probe.py udp ADDRESS PORT OCTETS COUNT   datagrams by turns from four sockets, each sent up to five times
probe.py tcp ADDRESS PORT OCTETS         one connection that sends so much and gets its SHA-256 back
"""
import hashlib
import os
import socket
import sys
import threading

kind, address, port, octets = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
family = socket.AF_INET6 if ":" in address else socket.AF_INET


def datagrams(count):
    clients = [socket.socket(family, socket.SOCK_DGRAM) for _ in range(4)]
    for client in clients:
        client.settimeout(0.5)
        client.connect((address, port))
    answered = 0
    for number in range(count):
        payload = number.to_bytes(4, "big") + os.urandom(octets - 4)
        answered += ask(clients[number % len(clients)], payload)
    print("answered", answered, "of", count)
    return answered == count


def ask(client, payload):
    for _ in range(5):
        try:
            client.send(payload)
            while client.recv(65535) != payload:
                pass
            return 1
        except OSError:
            pass
    return 0


def stream():
    with socket.create_connection((address, port), timeout=20) as client:
        sent, got = hashlib.sha256(), b""

        def send():
            left = octets
            while left:
                chunk = os.urandom(min(left, 65536))
                client.sendall(chunk)
                sent.update(chunk)
                left -= len(chunk)
            client.shutdown(socket.SHUT_WR)

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        while data := client.recv(65536):
            got += data
        sender.join()
    print("sent", octets, "octets, arrived", "unchanged" if got == sent.digest() else "changed")
    return got == sent.digest()


sys.exit(0 if (datagrams(int(sys.argv[5])) if kind == "udp" else stream()) else 1)
