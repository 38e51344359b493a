"""Speaking to a SPARQL server over HTTP: who asks, how long to wait, and errors in one line that hold no secret."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from imrgraph.errors import StoreError
from imrgraph.store.base import is_address

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

USER, PASSWORD, TOKEN = "IMRGRAPH_SPARQL_USER", "IMRGRAPH_SPARQL_PASSWORD", "IMRGRAPH_SPARQL_TOKEN"
_TIMEOUT = httpx.Timeout(300, connect=10)  # seconds between two pieces of an answer
_WAITS = (1.0, 4.0)  # seconds before asking a busy server again
_LONGEST_WAIT = 30.0
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _BUSY = 401, 403, 404, 503


class Server:
    """One address of a server.

    Credentials come from the environment: a user and a password (Basic or Digest, as the server asks), or a
    token (Bearer). They go to this address alone: redirects are not followed.

    Args:
        address: `http://` or `https://`, without user and password; parameters such as
            `?default-graph-uri=...` go along with every request.

    Attributes:
        name: the address without its parameters, for messages.

    Raises:
        StoreError: the address is none, or has a user or a password in it.
    """

    def __init__(self, address: str) -> None:
        try:
            parts, self._url = urlsplit(address), httpx.URL(address)
            host = parts.hostname
        except (ValueError, httpx.InvalidURL) as error:
            raise StoreError("the server's address is no http:// or https:// address") from error
        if not is_address(address) or not host or len(address.split()) > 1:
            raise StoreError("the server's address is no http:// or https:// address")
        place = parts.netloc.rpartition("@")[2]
        self.name = f"{parts.scheme}://{place}{parts.path}"
        if "@" in parts.netloc:
            raise StoreError(
                f"{self.name}: give user and password in {USER} and {PASSWORD}, not in the address"
            )
        token, auth = os.environ.get(TOKEN), None
        if not token and (user := os.environ.get(USER)):
            auth = _AsChallenged(user, os.environ.get(PASSWORD, ""))
        if token and not (token.isascii() and token.isprintable()):
            raise StoreError(f"{self.name}: {TOKEN} holds characters that no header can")
        headers = {"Authorization": f"Bearer {token}"} if token else None
        self._client = httpx.Client(auth=auth, headers=headers, timeout=_TIMEOUT, follow_redirects=False)

    @contextmanager
    def answer(
        self,
        method: str = "POST",
        *,
        params: Mapping[str, str] | None = None,
        accept: str = "*/*",
        kind: str | None = None,
        body: bytes | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Iterator[httpx.Response]:
        """Ask, and give the answer to be read, whatever its status; a busy server (503) is asked three times.

        Args:
            params: added to those of the address.
            kind: the media type of `body`. A `form` has its own.

        Raises:
            StoreError: the server cannot be reached, does not answer in time, stops amid its answer, or
                sends elsewhere.
        """
        headers = {"Accept": accept} | ({"Content-Type": kind} if kind else {})
        url = self._url.copy_merge_params(dict(params or {}))
        try:
            request = self._client.build_request(method, url, headers=headers, content=body, data=form)
            response = self._send(request)
            try:
                self._require_here(response)
                yield response
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise StoreError(f"{self.name}: does not answer in time; try again, or ask for less") from error
        except httpx.ConnectError as error:
            raise StoreError(
                f"{self.name}: cannot be reached; is the server running, and the address right?"
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            why = type(error).__name__
            raise StoreError(f"{self.name}: the connection broke ({why}); try again") from error

    def _send(self, request: httpx.Request) -> httpx.Response:
        for wait in _WAITS:
            response = self._client.send(request, stream=True)
            if response.status_code != _BUSY:
                return response
            asked = response.headers.get("retry-after", "")
            response.close()
            time.sleep(min(float(asked), _LONGEST_WAIT) if asked.isdecimal() else wait)
        return self._client.send(request, stream=True)

    def _require_here(self, response: httpx.Response) -> None:
        if response.is_redirect:
            place = urlsplit(response.headers.get("location", ""))
            where = f"{place.scheme}://{place.hostname}" if place.hostname else "another of its pages"
            raise StoreError(
                f"{self.name}: sends to {printable(where)}, which is not followed; if you trust that, give its address"
            )

    def refusal(self, response: httpx.Response) -> StoreError:
        """The error of an answer that is none: what its status means, and what to do. None of its words."""
        status = response.status_code
        why = f"answers {status}; look into the server's log"
        if status in (_UNAUTHORIZED, _FORBIDDEN):
            why = f"refuses ({status}): set {USER} and {PASSWORD}, or {TOKEN}, to what the server knows"
        elif status == _NOT_FOUND:
            why = "has nothing there (404); give the full address of the endpoint, path included"
        elif status == _BUSY:
            why = "is busy (503); try again later"
        return StoreError(f"{self.name}: {why}")

    def close(self) -> None:
        self._client.close()


class _AsChallenged(httpx.Auth):
    """Digest or Basic, as the server asks for; nothing is sent before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._given = user, password
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            if response.status_code != _UNAUTHORIZED:
                return
            asked = response.headers.get("www-authenticate", "").lower()
            if "digest" in asked:
                self._chosen = httpx.DigestAuth(*self._given)
            elif "basic" in asked:
                self._chosen = httpx.BasicAuth(*self._given)
            else:
                return
        yield from self._chosen.auth_flow(request)


def printable(text: str, limit: int = 200) -> str:
    """Foreign words on one line, without control characters."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= limit else words[: limit - 3] + "..."
