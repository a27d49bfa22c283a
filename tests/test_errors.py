"""Errors are the same on the other side of a process."""

import pickle

from compare.errors import UnknownName


def test_an_unknown_name_raised_in_a_worker_arrives() -> None:
    """Else the pool would be broken and the story said to have killed its workers."""
    arrived = pickle.loads(pickle.dumps(UnknownName("model", "x", iter(["b", "a"]))))
    assert type(arrived) is UnknownName
    assert str(arrived) == "model 'x': unknown; there is a, b"
    assert arrived.exit_code == 2
