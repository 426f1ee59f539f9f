"""Runs a command at a terminal of its own: stdin goes to its keyboard, its screen to stdout.

The end of stdin hangs the terminal up. Ends as the command did; a signal that killed it is 128 + its number.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios

rows, columns, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    size = struct.pack("HHHH", rows, columns, 0, 0)
    fcntl.ioctl(0, termios.TIOCSWINSZ, size)
    os.execvp(command[0], command)

for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda received, _: os.kill(child, received))

sources = [0, terminal]
while terminal in sources:
    ready, _, _ = select.select(sources, [], [])
    if terminal in ready:
        try:
            shown = os.read(terminal, 65536)
        except OSError:
            shown = b""
        if not shown:
            break
        os.write(1, shown)
    if 0 in ready:
        typed = os.read(0, 65536)
        if not typed:
            os.close(terminal)
            break
        os.write(terminal, typed)

_, status = os.waitpid(child, 0)
try:
    echoes = termios.tcgetattr(terminal)[3] & termios.ECHO != 0
    # For whoever reads the screen: whether what is typed is shown again. No terminal draws it.
    os.write(1, b"\x1b]777;echo=%d\x07" % echoes)
except (OSError, termios.error):
    pass
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
