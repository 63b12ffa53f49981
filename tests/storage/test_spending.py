"""Money booked in the store: per source and month, never past the cap, whoever books."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from monitor.storage.store import Store


def test_an_amount_is_booked_up_to_the_cap_and_can_be_given_back(store: Store) -> None:
    assert store.spent("x", "2026-11") == 0
    assert store.book("x", "2026-11", 60, cap=100)
    assert not store.book("x", "2026-11", 41, cap=100)
    assert store.book("x", "2026-11", 40, cap=100)
    assert store.book("x", "2026-11", -70, cap=100)
    assert store.spent("x", "2026-11") == 30


def test_sources_and_months_are_counted_apart(store: Store) -> None:
    assert store.book("x", "2026-11", 100, cap=100)
    assert store.book("x", "2026-12", 100, cap=100)
    assert store.book("y", "2026-11", 100, cap=100)
    assert not store.book("x", "2026-11", 1, cap=100)


def test_a_booking_outlives_the_program(url: str) -> None:
    with Store(url) as store:
        store.book("x", "2026-11", 60, cap=100)
    with Store(url) as store:
        assert store.spent("x", "2026-11") == 60


def test_many_at_once_never_pass_the_cap(url: str) -> None:
    with Store(url) as one, Store(url) as other, ThreadPoolExecutor(8) as threads:
        booked = list(threads.map(lambda n: (one, other)[n % 2].book("x", "2026-11", 7, cap=100), range(60)))
        assert sum(booked) == 14
        assert one.spent("x", "2026-11") == 98
