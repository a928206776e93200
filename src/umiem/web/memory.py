"""Memory that a large upload took goes back to the system instead of staying with the process."""

from __future__ import annotations

import ctypes

_ARENA_MAX, _ARENAS = -8, 8
_MMAP_THRESHOLD, _LARGE_BYTES = -3, 1024 * 1024


def give_back_early() -> bool:
    """Tell the allocator of glibc to share a few arenas among all threads, and to give large blocks back.

    By itself it takes an arena for each thread, up to eight for each core, and after the first large block
    keeps such blocks (mallopt(3)). Returns False where there is no glibc.
    """
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(_ARENA_MAX, _ARENAS) and mallopt(_MMAP_THRESHOLD, _LARGE_BYTES))
