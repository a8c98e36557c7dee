"""HTTP by libcurl, which spends far less processor time than a client written in Python.

A `CurlConnection` is one libcurl handle, which keeps its connection between requests; it serves one
request at a time. Failures are told apart by httpx's exceptions, no others. Of an answer's headers
only Retry-After is kept: libcurl would call back for each line of them, and a thread of a crowd
waits for the interpreter at every call.
"""

import os
import re
import ssl
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import certifi
import httpx
import pycurl

from sarado_site.env import env_text

_NOT_CONNECTED = (
    pycurl.E_COULDNT_CONNECT,
    pycurl.E_COULDNT_RESOLVE_HOST,
    pycurl.E_PEER_FAILED_VERIFICATION,
    pycurl.E_SSL_CONNECT_ERROR,
    pycurl.E_SSL_CACERT_BADFILE,
)
_HASHED = re.compile(r"[0-9a-f]{8}\.[0-9]+")
# libcurl asks leave before it sends a large body, unless told not to.
_NO_EXPECT = b"Expect:"


class Answer(NamedTuple):
    """`retry_after` is what the server asked for, in seconds from now; 0 when it asked nothing."""

    status: int
    body: bytes
    retry_after: int


class CurlConnection:
    """One connection to a server, opened when it is first needed and again when it broke.

    `connect_seconds` bound name, connection and TLS; `seconds` the whole request up to the last
    byte of the answer. An answer of more than `max_bytes` is cut off (`httpx.DecodingError`).
    """

    def __init__(self, *, seconds: float, connect_seconds: float, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._body = bytearray()
        self._curl = curl = pycurl.Curl()
        curl.setopt(pycurl.NOSIGNAL, 1)  # signals belong to the process, not to one of its threads
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        curl.setopt(pycurl.NOPROXY, "*")
        curl.setopt(pycurl.USERAGENT, "sarado")  # else it names every library it was built with
        curl.setopt(pycurl.MAXCONNECTS, 1)
        curl.setopt(pycurl.TIMEOUT_MS, int(seconds * 1000))
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, int(connect_seconds * 1000))
        curl.setopt(pycurl.WRITEFUNCTION, self._take)
        self._trust()

    def _trust(self) -> None:
        """Believe whom the environment names, else whom this system believes, else certifi's list.

        A folder is looked into when a certificate is seen; a file is read whole by every handle,
        which with all the authorities of the world takes 0.6 MB and 3 ms.
        """
        file, folder = env_text("SSL_CERT_FILE"), env_text("SSL_CERT_DIR")
        if file:
            folder = ""  # where both are named httpx believes the file alone
        elif not folder:
            folder = folder_of_this_system()
            file = "" if folder else certifi.where()
        for option, path in ((pycurl.CAINFO, file), (pycurl.CAPATH, folder)):
            if path:
                self._curl.setopt(option, path)
            else:
                self._curl.unsetopt(option)  # what libcurl was built with may be anything

    def ask(self, method: str, url: str, headers: Sequence[bytes], body: bytes = b"") -> Answer:
        """POST or GET with these header lines; return the whole answer. Raises httpx.RequestError.

        They go out as they are: nothing may stand in them that comes from a visitor.
        """
        curl = self._curl
        self._body.clear()
        curl.setopt(pycurl.URL, url)
        if method == "POST":
            curl.setopt(pycurl.POSTFIELDS, body)
        else:
            curl.setopt(pycurl.HTTPGET, 1)
        curl.setopt(pycurl.HTTPHEADER, [*headers, _NO_EXPECT])
        try:
            curl.perform()
        except pycurl.error as error:
            raise _failure(error) from error
        wait = curl.getinfo(pycurl.RETRY_AFTER)
        return Answer(curl.getinfo(pycurl.RESPONSE_CODE), bytes(self._body), wait)

    def _take(self, part: bytes) -> int | None:
        self._body += part
        # Another number than was given ends the request, as E_WRITE_ERROR.
        return -1 if len(self._body) > self._max_bytes else None

    def close(self) -> None:
        self._curl.close()


@cache
def folder_of_this_system() -> str:
    """Return the folder whose certificates are named by their hashes, as OpenSSL looks for them.

    "" where this system has none: a bare Debian has no `ca-certificates`.
    """
    folder = ssl.get_default_verify_paths().capath or ""
    is_one = folder and any(map(_HASHED.fullmatch, os.listdir(folder)))
    return folder if is_one else ""


def _failure(error: pycurl.error) -> httpx.RequestError:
    """Name a failure as httpx does, in libcurl's words: they name addresses, no headers."""
    code, said = error.args[0], str(error.args[-1])
    if code == pycurl.E_WRITE_ERROR:
        return httpx.DecodingError(said)
    if code == pycurl.E_OPERATION_TIMEDOUT:
        return httpx.ReadTimeout(said)
    if code in _NOT_CONNECTED:
        return httpx.ConnectError(said)
    return httpx.RemoteProtocolError(said)
