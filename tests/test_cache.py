"""What was computed last, kept up to a size."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from rag.runtime.cache import BoundedCache


class Squares:
    """Computes squares and notes of which numbers."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def __call__(self, numbers: list[int]) -> list[int]:
        self.made += numbers
        return [number**2 for number in numbers]


def test_a_value_is_made_once_and_given_in_the_order_asked() -> None:
    cache, squares = BoundedCache[int, int](10), Squares()
    assert cache.recall([3, 2, 3], squares) == [9, 4, 9]
    assert cache.recall([2, 4, 3], squares) == [4, 16, 9]
    assert squares.made == [3, 2, 4]


def test_the_least_recently_used_goes_first() -> None:
    cache, squares = BoundedCache[int, int](2), Squares()
    cache.recall([1, 2], squares)
    cache.recall([1], squares)
    cache.recall([3], squares)  # pushes out 2
    cache.recall([1, 3, 2], squares)
    assert squares.made == [1, 2, 3, 2]


def test_values_are_kept_up_to_their_size_together() -> None:
    cache, squares = BoundedCache[int, int](20, lambda square: square), Squares()
    cache.recall([2, 4], squares)  # 4 and 16
    cache.recall([2, 4], squares)
    cache.recall([1], squares)  # pushes out 2, no more
    cache.recall([4, 1], squares)
    cache.recall([5], squares)  # larger than all that is kept: given, not kept
    assert cache.recall([5], squares) == [25]
    assert squares.made == [2, 4, 1, 5, 5]


def test_threads_that_make_the_same_value_count_it_once() -> None:
    cache = BoundedCache[int, int](4, lambda square: square)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: cache.recall([2], lambda new: [4] * len(new)), range(200)))
    squares = Squares()
    assert cache.recall([2], squares) == [4]
    assert squares.made == []


def test_a_value_is_found_and_replaced() -> None:
    cache = BoundedCache[str, int](20, lambda value: value)
    cache.keep("a", 15)
    cache.keep("a", 4)
    cache.keep("b", 15)  # there is room for both: what was replaced no longer counts
    assert [cache.find(key) for key in "abc"] == [4, 15, None]
    cache.find("a")
    cache.keep("c", 3)  # pushes out b, which was used before a
    assert [cache.find(key) for key in "abc"] == [4, None, 3]
