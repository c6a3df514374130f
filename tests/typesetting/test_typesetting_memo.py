from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clinicpress.typesetting.memo import Memo


@given(st.lists(st.integers(0, 30)), st.integers(1, 8))
def test_what_is_kept_is_what_was_put_and_bounded(keys: list[int], most: int) -> None:
    memo = Memo[str](most)
    for key in keys:
        assert memo.get(key) in (None, str(key))
        memo.put(key, str(key))
        assert memo.get(key) == str(key)
        assert len(memo) <= 2 * most


def test_what_is_asked_for_stays() -> None:
    memo = Memo[int](4)
    memo.put("often", 1)
    for number in range(40):
        memo.put(number, number)
        assert memo.get("often") == 1
    assert memo.get(0) is None


@given(st.integers(1, 40), st.integers(1, 90))
def test_sizes_bound_what_is_kept(size: int, count: int) -> None:
    memo = Memo[int](100)
    for number in range(count):
        memo.put(number, number, size)
        assert memo.get(number) == number
        # a generation is full when its sizes are, and one value goes over that
        assert len(memo) <= 2 * (100 // size + 1)
