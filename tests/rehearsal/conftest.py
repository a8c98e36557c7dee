from collections.abc import Iterator

import pytest

from tests.rehearsal.peer import Peer, start_peer, stop_peer


@pytest.fixture(scope="session")
def running_peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    peer = start_peer(tmp_path_factory.mktemp("rehearsal"))
    yield peer
    stop_peer(peer)


@pytest.fixture
def peer(running_peer: Peer) -> Iterator[Peer]:
    """The peer everyone shares, with no fault waiting before or after."""
    running_peer.clear_faults()
    yield running_peer
    running_peer.clear_faults()
