"""Says the name of its host, by TCP at once and for whatever comes, by UDP for every datagram.

name.py ADDRESS FIRST-LAST,... FIRST-LAST,...     ports of TCP, ports of UDP
"""
import asyncio
import socket
import sys

NAME = socket.gethostname().encode() + b"\n"


def ports(text):
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


async def answer(reader, writer):
    writer.write(NAME)
    while await reader.read(100):
        writer.write(NAME)
    writer.close()


class Datagrams(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, client):
        self.transport.sendto(NAME, client)


async def serve(address, tcp, udp):
    for port in ports(tcp):
        await asyncio.start_server(answer, address, port)
    for port in ports(udp):
        await asyncio.get_running_loop().create_datagram_endpoint(Datagrams, (address, port))
    await asyncio.Event().wait()


asyncio.run(serve(*sys.argv[1:4]))
