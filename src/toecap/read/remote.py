"""Files that lie elsewhere: `s3://bucket/key` and the like, by whatever driver of fsspec is installed.

Only what a person names on the command line comes here. Lists, feeds and folders name none, pages of the web are
fetched by `toecap watch` alone, and an address of addresses (`zip://...::https://...`) is refused. fsspec is imported
for addresses alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from toecap.errors import InputError, ToecapError, UsageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

# Bytes that are fetched at a time.
BLOCK = 1 << 20
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://", re.ASCII)
_PASSWORD = re.compile(r"[^/]*://[^/]*:[^/]*@")
# Servers that anybody may run are asked by the client of `toecap watch`, which knows whom to refuse; the others would
# lead from one address to another, or to the files of this machine.
REFUSED = frozenset(
    "http https ftp webdav github gist git generic reference data dir file local asynclocal jupyter jlab zip tar "
    "libarchive simplecache filecache blockcache cached dask dvc asyncwrapper pyscript".split()
)


def is_remote(name: str) -> bool:
    """Whether it is an address, and no path of this machine: those hold no two slashes behind a scheme."""
    return _ADDRESS.match(name) is not None


def opened(name: str) -> tuple[AbstractFileSystem, str]:
    """Where the name lies, and its path there. InputError for a place of another kind, UsageError without a driver.

    A key that somebody put into a bucket may hold `::`, by which fsspec would go on to another address.
    """
    scheme = name.partition("://")[0].lower()
    if _PASSWORD.match(name):
        message = (
            f"an address of {scheme}:// holds a password, which the store and messages would show; take it out, and "
            "give it to the driver as its own documentation says"
        )
        raise UsageError("password", message)
    if scheme in REFUSED or "::" in name:
        message = (
            f"{name}: is none of the places that are read; fetch pages with `toecap watch`, or give s3://BUCKET/KEY"
        )
        raise InputError("read", "no-place", message)
    try:
        import fsspec
    except ImportError:
        raise UsageError("no-fsspec", f"{name}: needs fsspec; pip install 'toecap[remote]' s3fs") from None
    with _told(name):  # a driver may connect when it is made
        try:
            filesystem, path = fsspec.core.url_to_fs(name)
        except (ImportError, ValueError) as error:
            message = f"{name}: no driver for {scheme}:// is installed ({error}); e.g. pip install s3fs or gcsfs"
            raise UsageError("no-driver", message) from None
    return filesystem, str(path)


def files(name: str) -> Iterator[tuple[str, int]]:
    """The files at an address or under it, each with its address and size, in order; none where nothing is there."""
    filesystem, path = opened(name)
    with _told(name):
        filesystem.invalidate_cache()
        found: dict[str, dict[str, Any]] = filesystem.find(path, detail=True)
    # The address as it was given: its path alone would lack the host and the user that some begin with.
    scheme, _, place = name.partition("://")
    begin, length = f"{scheme}://{place.rstrip('/')}", len(path.rstrip("/"))
    for key, about in sorted(found.items()):
        yield begin + key[length:], int(about["size"] or 0)


def open_remote(name: str) -> BinaryIO:
    """The bytes of a file; only what is read of it is fetched, in blocks. FileNotFoundError where there is none."""
    filesystem, path = opened(name)
    with _told(name):
        # fsspec's own files read lines of any length, and only those.
        return io.BufferedReader(_Reading(name, filesystem.open(path, "rb", block_size=BLOCK)))


class _Reading(io.RawIOBase):
    """A driver's file, all errors of which are one of ours: else a reader takes a lost connection for damage."""

    def __init__(self, name: str, file: Any) -> None:
        self._name, self._file = name, file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = io.SEEK_SET, /) -> int:
        return int(self._file.seek(place, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: Any, /) -> int:
        try:
            return int(self._file.readinto(buffer))
        except Exception as error:
            message = f"{self._name}: broke off ({type(error).__name__}: {error}); run this again"
            raise InputError("read", "broken-off", message) from error

    def close(self) -> None:
        self._file.close()
        super().close()


def put(local: Path, name: str) -> None:
    """A file of this machine under its final name, in one go: an object store shows it when it is whole, or never."""
    filesystem, path = opened(name)
    with _told(name):
        filesystem.put_file(str(local), path)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Each driver has errors of its own: they are told as one kind of ours."""
    try:
        yield
    except (FileNotFoundError, ToecapError):
        raise
    except Exception as error:
        message = f"{name}: cannot be reached ({type(error).__name__}: {error}); check the name and your credentials"
        raise InputError("read", "unreachable", message) from error
