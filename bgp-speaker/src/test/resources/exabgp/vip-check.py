#!/usr/bin/python3
"""A health check in the style of those that run under ExaBGP: announces service addresses as long as they are fit.

Its verdict comes from a file instead of a service, so that a test can steer it: one word in the file given as first
argument. After each change the word goes into the second file, once every command was acknowledged.
"""
import os
import sys
import time

NEXT_HOP = '10.99.1.11'

VERDICTS = {
    'up': [
        'announce route 192.0.2.10/32 next-hop self med 100',
        'announce route 192.0.2.11/32 next-hop {hop} med 200 community [65101:1 65101:2]',
        'announce route 2001:db8::10/128 next-hop 2001:db8:99::11 local-preference 50',
    ],
    'slow': [
        'announce route 192.0.2.10/32 next-hop self med 1000',
        'announce route 192.0.2.11/32 next-hop {hop} med 1000 as-path [65101 65101 65101]',
    ],
    'maintenance': [
        'announce route 192.0.2.10/32 next-hop self med 1000 community [65535:0]',
        'announce route 192.0.2.11/32 next-hop {hop} community [65535:0] large-community [65101:1:7]',
    ],
    'half': [
        'withdraw route 192.0.2.10/32 next-hop self',
        'neighbor 10.99.1.1 withdraw route 2001:db8::10/128',
    ],
    'many': [
        'announce attributes next-hop {hop} origin egp med 7 nlri 192.0.2.32/29 192.0.2.40/29 198.51.100.0/24',
        'announce route 203.0.113.0/24 next-hop self split /26',
    ],
    'fewer': [
        'withdraw attributes next-hop {hop} nlri 192.0.2.32/29 198.51.100.0/24',
        'neighbor 10.99.1.1 local-as 65101 withdraw route 203.0.113.64/26',
    ],
    'other': [
        'neighbor 10.99.1.77 announce route 192.0.2.99/32 next-hop self',
        'announce nonsense',
        'announce route 192.0.2.98/32 next-hop self extended-community [target:65101:5]',
    ],
    'down': [
        'withdraw route 192.0.2.11/32',
        'withdraw route 192.0.2.98/32',
        'withdraw route 192.0.2.40/29',
        'withdraw route 203.0.113.0/24 next-hop self split /26',
    ],
}


def say(command):
    """Writes a command, and waits for its acknowledgement."""
    sys.stdout.write(command.format(hop=NEXT_HOP) + '\n')
    sys.stdout.flush()
    while True:
        line = sys.stdin.readline().strip()
        if line in ('done', 'error') or not line or line.startswith('shutdown'):
            return


def main():
    told = ''
    while os.getppid() != 1:
        with open(sys.argv[1], encoding='ascii') as verdict:
            word = verdict.read().strip()
        if word != told and word in VERDICTS:
            for command in VERDICTS[word]:
                say(command)
            told = word
            with open(sys.argv[2], 'w', encoding='ascii') as report:
                report.write(word)
        time.sleep(0.1)


if __name__ == '__main__':
    main()
