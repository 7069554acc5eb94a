"""Which process is ours and where it listens; it signals none that it cannot prove to be ours."""

import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Protocol

PROC = Path("/proc")
LISTENING = "0A"
POLL_SECONDS = 0.05


class Child(Protocol):
    """The part of subprocess.Popen that keeps an ended child from staying on as a zombie."""

    def poll(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessIdentity:
    """A process, told from every later one that is given the same number."""

    pid: int
    fingerprint: str

    def is_alive(self) -> bool:
        return fingerprint(self.pid) == self.fingerprint


def identify(pid: int) -> ProcessIdentity | None:
    """The identity of a live process, or None if there is none of that number."""
    found = fingerprint(pid)
    return ProcessIdentity(pid=pid, fingerprint=found) if found else None


def fingerprint(pid: int) -> str | None:
    """The moment at which a process was born, as a digest; None if it is gone, a zombie, or not to be examined.

    Its command is left out: that of a process just spawned is, for an instant, still empty.
    """
    birth = _birth_in_proc(pid) if (PROC / "self/stat").exists() else _birth_by_ps(pid)
    return hashlib.sha256(birth).hexdigest() if birth else None


def end(identity: ProcessIdentity, *, within_seconds: float, child: Child | None = None) -> bool:
    """Ask a process to end, make it end when the time is over, and say whether it is gone."""
    return _end_by(identity, signal.SIGTERM, within_seconds, child) or _end_by(identity, signal.SIGKILL, within_seconds, child)


def listening_addresses(pid: int) -> set[IPv4Address | IPv6Address] | None:
    """The addresses on which a process accepts TCP connections, or None where the system does not tell."""
    try:
        owned = {str(descriptor.readlink()) for descriptor in (PROC / str(pid) / "fd").iterdir()}
    except OSError:
        return None
    rows = [row.split() for table in ("tcp", "tcp6") for row in _rows(PROC / str(pid) / "net" / table)]
    return {_address(row[1]) for row in rows if row[3] == LISTENING and f"socket:[{row[9]}]" in owned}


def is_loopback(address: IPv4Address | IPv6Address) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def free_port(preferred: int) -> int:
    """The preferred port of 127.0.0.1, or any free one if somebody has it."""
    for port in (preferred, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            # As a server would: the last run's connections, still in TIME_WAIT, must not look like somebody else.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")


def _birth_in_proc(pid: int) -> bytes | None:
    try:
        # The command's name stands in parentheses and may hold any character, so fields are counted from the last one.
        fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        boot = (PROC / "sys/kernel/random/boot_id").read_bytes()
    except OSError:
        return None
    state, threads, started = fields[0], int(fields[17]), fields[19]
    # The first thread can be a zombie while others still hold the files and locks that a successor needs.
    gone = state in "ZX" and threads <= 1
    return None if gone else b"\0".join((boot, str(pid).encode(), started.encode()))


def _birth_by_ps(pid: int) -> bytes | None:
    command = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
    answer = subprocess.run(command, capture_output=True, timeout=10, check=False, env={**os.environ, "LC_ALL": "C"})
    state, _, birth = answer.stdout.strip().partition(b" ")
    return None if answer.returncode or state.startswith(b"Z") else birth.strip()


def _end_by(identity: ProcessIdentity, number: signal.Signals, within_seconds: float, child: Child | None) -> bool:
    deadline = time.monotonic() + within_seconds
    _signal_if_alive(identity, number)
    while not _is_gone(identity, child):
        if time.monotonic() >= deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _is_gone(identity: ProcessIdentity, child: Child | None) -> bool:
    return child.poll() is not None if child else not identity.is_alive()


def _signal_if_alive(identity: ProcessIdentity, number: signal.Signals) -> None:
    try:
        if not hasattr(os, "pidfd_open"):
            if identity.is_alive():
                os.kill(identity.pid, number)
            return
        # A descriptor holds on to one process: what is proved of it cannot become untrue before the signal arrives.
        descriptor = os.pidfd_open(identity.pid)
        try:
            if identity.is_alive():
                signal.pidfd_send_signal(descriptor, number)
        finally:
            os.close(descriptor)
    except ProcessLookupError:
        pass


def _rows(table: Path) -> list[str]:
    try:
        return table.read_text(encoding="ascii").splitlines()[1:]
    except FileNotFoundError:  # A kernel without IPv6 has no tcp6.
        return []


def _address(local: str) -> IPv4Address | IPv6Address:
    # The kernel prints each group of four bytes as one number of the machine's own byte order.
    digits = re.findall("." * 8, local.partition(":")[0])
    return ip_address(b"".join(int(group, 16).to_bytes(4, sys.byteorder) for group in digits))
